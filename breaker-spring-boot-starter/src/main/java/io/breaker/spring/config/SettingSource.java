package io.breaker.spring.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What decides a setting.
 *
 * @param setting the key below the instance, such as {@code fast-window.calls}
 * @param key the whole key where it is written: the instance's own, or that of a config it inherits from
 * @param value what is written there; of a list that is written in several properties, its first element
 * @param origin where that stands, such as {@code class path resource [application.yml] - 12:30}, or {@code null} if unknown
 */
public record SettingSource(
        String setting, String key, String value, @Nullable String origin) {

    private static final Pattern FILE_AND_LINE =
            Pattern.compile("\\[(?:[^\\]]*[/\\\\:])?([^\\]/\\\\:]+)].* - (\\d+):\\d+");

    static SettingSource of(String setting, Written written) {
        return new SettingSource(setting, written.key(), written.value(), written.origin());
    }

    /** {@return the origin as short as an operator needs it, such as {@code application.yml:12}} */
    public String place() {
        if (origin == null) {
            return "unknown";
        }
        Matcher file = FILE_AND_LINE.matcher(origin);
        return file.find() ? file.group(1) + ":" + file.group(2) : origin;
    }
}
