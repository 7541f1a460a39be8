package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.ManualChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What an operator wants of one instance's breaker, as it came.
 *
 * @param updateState what to do
 * @param reason why
 * @param by who says so, if that is known
 * @param duration for how long, of states that do not end by themselves
 */
record InstanceCommand(
        @Nullable String updateState,
        @Nullable String reason,
        @Nullable String by,
        @Nullable String duration) {

    UpdateResult carryOut(CircuitBreaker breaker) {
        StateUpdate update = StateUpdate.parse(updateState).orElse(null);
        if (update == null) {
            String problem = updateState == null ? "updateState is missing" : "updateState is '" + updateState + "'";
            return UpdateResult.refused(problem + ": must be one of " + String.join(", ", StateUpdate.words()) + ".");
        }
        if (duration != null && !update.isHeld()) {
            return UpdateResult.refused(update + " takes no for: only FORCE_OPEN, DISABLE and METRICS_ONLY do.");
        }
        ManualChange change;
        try {
            Duration time = duration == null ? null : DurationStyle.detectAndParse(duration.strip());
            change = new ManualChange(by, reason, time);
        } catch (IllegalArgumentException | ArithmeticException noDuration) {
            return UpdateResult.refused(
                    "for is '" + duration + "': must be one such as 30m or PT1H, from 1 ms to 366 days.");
        }
        CircuitBreaker.State before = breaker.state();
        update.applyTo(breaker, change);
        boolean stays = update != StateUpdate.RESET && !update.isHeld() && breaker.state() == before;
        return UpdateResult.done("Circuit breaker '" + breaker.name() + "' is " + (stays ? "already " : "now ")
                + breaker.state() + (change.duration() == null ? "" : " for " + change.duration()) + ".");
    }
}
