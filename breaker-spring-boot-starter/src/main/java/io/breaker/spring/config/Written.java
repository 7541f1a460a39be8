package io.breaker.spring.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * A property as somebody wrote it.
 *
 * @param name its name
 * @param key the name as text, the user's names spelt as the user spells them
 * @param value the value as text
 * @param origin where it stands, where that is known
 */
record Written(
        ConfigurationPropertyName name,
        String key,
        String value,
        @Nullable String origin) {

    static final String FROM = " (from ";

    private static final Set<String> SECTIONS = Set.of("configs", "instances");

    /** Length of the name of a config or an instance. */
    private static final int ENTRY = 4;

    /** {@return whether a placeholder in the value has none} */
    boolean isUnresolved() {
        int from = value.indexOf(FROM);
        return (from < 0 ? value : value.substring(0, from)).contains("${");
    }

    /** {@return the part of the key that is the setting: all that stands below a config or an instance} */
    String setting() {
        boolean belowEntry = name.getNumberOfElements() > ENTRY && SECTIONS.contains(name.getElement(2, Form.UNIFORM));
        return belowEntry ? PropertyView.text(name.subName(ENTRY)) : key.substring(key.lastIndexOf('.') + 1);
    }
}
