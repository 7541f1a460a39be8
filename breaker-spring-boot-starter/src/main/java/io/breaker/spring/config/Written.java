package io.breaker.spring.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

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

    /** {@return whether a placeholder in the value has none} */
    boolean isUnresolved() {
        int from = value.indexOf(FROM);
        return (from < 0 ? value : value.substring(0, from)).contains("${");
    }

    /** {@return the part of the key that is the setting} */
    String setting() {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
