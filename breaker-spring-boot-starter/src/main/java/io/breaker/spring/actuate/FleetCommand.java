package io.breaker.spring.actuate;

import io.breaker.OneLine;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;

/**
 * What an operator wants of a whole fleet, as it came.
 *
 * @param updateState what to do
 * @param reason why, which overrides must say and others may
 * @param by who says so
 * @param duration for how long, of overrides; a day if not given
 */
record FleetCommand(
        @Nullable String updateState,
        @Nullable String reason,
        String by,
        @Nullable String duration) {

    private static final Logger log = LoggerFactory.getLogger(FleetCommand.class);

    private static final int LONGEST = 500;
    private static final Duration DAY = Duration.ofDays(1);
    private static final long PATIENCE_SECONDS = 5;

    UpdateResult send(@Nullable CircuitBreakerFleet fleet, String breaker) {
        if (fleet == null || fleet.snapshot(breaker).isEmpty()) {
            return notIn(breaker);
        }
        FleetUpdate update = FleetUpdate.parse(updateState).orElse(null);
        if (update == null) {
            String problem = updateState == null ? "updateState is missing" : "updateState is '" + updateState + "'";
            return UpdateResult.refused(
                    problem + ": must be one of " + String.join(", ", FleetUpdate.words()) + " where scope is fleet.");
        }
        if (!update.isOverride() && duration != null) {
            return UpdateResult.refused(update + " takes no for: it does not end by itself.");
        }
        if (update.isOverride() && (reason == null || reason.isBlank())) {
            return UpdateResult.refused("reason is missing: " + update + " for the whole fleet takes one.");
        }
        CompletableFuture<FleetView> answer = new CompletableFuture<>();
        try {
            Duration wanted = duration == null ? DAY : DurationStyle.detectAndParse(duration.strip());
            String why = reason == null ? "" : reason.strip();
            answer = update.applyTo(fleet, breaker, why, by, wanted);
            if (!update.isOverride()) { // of which the fleet keeps who and why, and each instance logs it
                log.info(
                        "Circuit breaker '{}': the whole fleet is told to {} by {}: {}",
                        breaker,
                        update,
                        OneLine.of(by, LONGEST),
                        why.isEmpty() ? "no reason given" : OneLine.of(why, LONGEST));
            }
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return UpdateResult.done("The fleet's circuit breaker '" + breaker + "' was told to " + update
                    + (update.isOverride() ? " for " + wanted : "") + ".");
        } catch (IllegalArgumentException unfit) {
            if (fleet.snapshot(breaker).isEmpty()) { // by now
                return notIn(breaker);
            }
            return UpdateResult.refused(
                    "for is '" + duration + "': must be one such as 30m or PT1H, from 1 s to 366 days.");
        } catch (TimeoutException late) {
            return unanswered("no answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            return unanswered(String.valueOf((cause == null ? failed : cause).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unanswered("interrupted");
        } finally {
            answer.cancel(false); // nobody must hear of it later, when somebody may have decided otherwise
        }
    }

    private static UpdateResult notIn(String breaker) {
        return UpdateResult.refused("Circuit breaker '" + breaker + "' is in no fleet.");
    }

    /** Whatever has failed, the command may have arrived before. */
    private static UpdateResult unanswered(String why) {
        return UpdateResult.unconfirmed(
                "The fleet has not confirmed it: " + why + "; it may have been told all the same.");
    }
}
