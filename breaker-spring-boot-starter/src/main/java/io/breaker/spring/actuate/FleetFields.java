package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetProbes;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an instance knows of a breaker's fleet, as simple values. */
final class FleetFields {

    private FleetFields() {}

    static Map<String, @Nullable Object> of(FleetSnapshot now, CircuitBreakerConfig config) {
        FleetView view = now.view();
        FleetState state = view.state();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("attached", now.attached());
        fields.put("since", now.since().truncatedTo(ChronoUnit.MILLIS).toString());
        if (now.failure() != null) {
            fields.put("failure", now.failure());
        }
        fields.put("instance", now.instance());
        fields.put("epoch", state.epoch());
        fields.put("phase", state.phase().name());
        if (state.cause() != null) {
            fields.put("cause", state.cause().name());
        }
        fields.put("instances", view.instances());
        fields.put("mixedRules", view.mixedRules());
        fields.put("window", window(view.window(), config.minimumNumberOfCalls()));
        fields.put("fastWindow", window(view.fast(), config.fastWindowCalls()));
        fields.put("remaining", text(state.remaining()));
        fields.put("probes", probes(view.probes()));
        FleetOverride override = state.override();
        fields.put("override", override == null ? null : override(override));
        return fields;
    }

    private static Map<String, @Nullable Object> window(FleetTally tally, int minimum) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("calls", tally.calls());
        fields.put("failureRate", CircuitBreakerFields.percent(tally.failureRate(minimum)));
        fields.put("slowCallRate", CircuitBreakerFields.percent(tally.slowCallRate(minimum)));
        return fields;
    }

    private static Map<String, @Nullable Object> probes(FleetProbes probes) {
        FleetTally outcomes = probes.outcomes();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("succeeded", outcomes.calls() - outcomes.failed());
        fields.put("failed", outcomes.failed());
        fields.put("slow", outcomes.slow());
        fields.put("lost", probes.lost());
        fields.put("holder", probes.holder());
        return fields;
    }

    private static Map<String, @Nullable Object> override(FleetOverride override) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("mode", override.mode().name());
        fields.put("reason", override.reason());
        fields.put("by", override.by());
        fields.put("remaining", text(override.remaining()));
        return fields;
    }

    private static String text(Duration duration) {
        return duration.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
