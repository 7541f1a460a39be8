package io.breaker.spring.config;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is published to the application's listeners when the configuration of an instance was changed while the application runs,
 * by an operator or since the environment says something else. Immutable.
 *
 * @param policy the instance's policy
 * @param name the instance's name
 * @param time when
 * @param changes what is different, by the names of the configuration's accessors
 * @param by who asked for it, or {@code null} if nobody says so
 * @param reason why, or {@code null} if nobody says so
 */
public record BreakerConfigChangedEvent(
        PolicyKind policy,
        String name,
        Instant time,
        Map<String, Change> changes,
        @Nullable String by,
        @Nullable String reason) {

    /** Makes an event whose changes nobody changes. */
    public BreakerConfigChangedEvent {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /**
     * One setting.
     *
     * @param before its value before, as the endpoints show it
     * @param after its value now
     */
    public record Change(@Nullable Object before, @Nullable Object after) {

        @Override
        public String toString() {
            return before + " -> " + after;
        }
    }

    /** {@return what is different, in words} */
    public String words() {
        StringBuilder text = new StringBuilder();
        changes.forEach((setting, change) -> text.append(text.isEmpty() ? "" : ", ")
                .append(setting)
                .append(' ')
                .append(change));
        return text.toString();
    }
}
