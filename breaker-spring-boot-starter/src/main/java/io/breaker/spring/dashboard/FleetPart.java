package io.breaker.spring.dashboard;

import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tile says of a breaker's fleet, as far as this instance knows it: nobody is asked. */
final class FleetPart {

    private FleetPart() {}

    static Map<String, @Nullable Object> of(FleetSnapshot now, String scope, Instant wallClock) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scope", scope);
        fields.put("attached", now.attached());
        fields.put("since", now.since().toEpochMilli());
        fields.put("failure", now.failure());
        fields.put("phase", now.view().state().phase().name());
        fields.put("instances", now.view().instances());
        fields.put("mixedRules", now.view().mixedRules());
        FleetOverride override = now.view().state().override();
        fields.put("override", override == null ? null : of(override, wallClock));
        return fields;
    }

    private static Map<String, Object> of(FleetOverride override, Instant wallClock) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", override.mode().name());
        fields.put("by", override.by());
        fields.put("reason", override.reason());
        // What remains is a little off each time, and minutes are what the page shows.
        Instant until = wallClock.plus(override.remaining()).plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
        fields.put("until", until.toEpochMilli());
        return fields;
    }
}
