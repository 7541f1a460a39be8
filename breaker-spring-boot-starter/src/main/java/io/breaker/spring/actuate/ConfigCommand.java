package io.breaker.spring.actuate;

import io.breaker.spring.config.BreakerConfigChangedEvent;
import io.breaker.spring.config.BreakerConfigException;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which settings of one instance's breaker an operator wants to be different, as it came.
 *
 * @param settings values by their keys below the instance
 * @param updateState what else to do, which cannot be done with it
 * @param scope where, of which there is one
 * @param duration for how long, which there is not
 */
record ConfigCommand(
        Map<String, @Nullable Object> settings,
        @Nullable String updateState,
        String scope,
        @Nullable String duration) {

    UpdateResult carryOut(
            BreakerConfigRefresher refresher, String breaker, @Nullable String by, @Nullable String reason) {
        List<Problem> unknown = refresher.unknown(settings.keySet(), BodyKeys.OTHERS);
        if (!unknown.isEmpty()) { // perhaps a slip in a key that is none of a setting
            return refused(unknown);
        }
        String keys = String.join(", ", settings.keySet());
        if (updateState != null) {
            return UpdateResult.refused("updateState and settings (" + keys + ") are changed one after the other.");
        }
        if (scope.equals("fleet")) {
            return UpdateResult.refused("Settings (" + keys + ") are changed for one instance, not for a fleet.");
        }
        if (duration != null) {
            return UpdateResult.refused("Settings (" + keys + ") take no for: they hold until the application ends.");
        }
        try {
            List<BreakerConfigChangedEvent> changes = refresher.change(breaker, settings, by, reason);
            return UpdateResult.done(
                    changes.isEmpty()
                            ? "Circuit breaker '" + breaker + "' is configured like that already."
                            : "The configuration of circuit breaker '" + breaker + "' was changed: " + words(changes)
                                    + ".");
        } catch (BreakerConfigException refused) {
            return refused(refused.problems());
        }
    }

    private static UpdateResult refused(List<Problem> problems) {
        return UpdateResult.refused(problems.stream()
                .map(problem -> problem.message() + (problem.message().endsWith(".") ? " " : ". ") + problem.action())
                .collect(Collectors.joining(" ")));
    }

    private static String words(List<BreakerConfigChangedEvent> changes) {
        return changes.stream().map(BreakerConfigChangedEvent::words).collect(Collectors.joining("; "));
    }
}
