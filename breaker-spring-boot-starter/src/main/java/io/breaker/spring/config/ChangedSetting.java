package io.breaker.spring.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A setting of an instance that somebody changed at run time: it comes before what files say, until the application ends.
 *
 * @param setting the key below the instance, such as {@code fast-window.calls}
 * @param value what it is now
 * @param time since when
 * @param by who changed it, if that is known
 * @param reason why, if anybody said so
 */
public record ChangedSetting(
        String setting,
        String value,
        Instant time,
        @Nullable String by,
        @Nullable String reason) {

    /** {@return where the value comes from} */
    @Override
    public String toString() {
        return "changed at " + time + (by == null ? "" : " by " + by) + (reason == null ? "" : ": " + reason);
    }
}
