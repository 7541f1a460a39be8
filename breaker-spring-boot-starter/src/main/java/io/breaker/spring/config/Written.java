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

    /** {@return the part of the key that is the setting} */
    String setting() {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
