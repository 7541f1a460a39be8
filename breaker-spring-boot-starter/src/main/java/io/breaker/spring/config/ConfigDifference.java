package io.breaker.spring.config;

import io.breaker.Policy;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.spring.config.BreakerConfigChangedEvent.Change;
import io.breaker.spring.config.BreakerSettings.Readings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is different for one instance between what held and what was read.
 *
 * @param instance whose it is
 * @param config what will be in force
 * @param event what is to be told of it
 */
record ConfigDifference(Policy instance, Object config, BreakerConfigChangedEvent event) {

    /** When, and who says so. */
    record Told(Instant time, ManualChange who) {}

    /** The difference, if there is one, and properties are what configures the instance. */
    static Optional<ConfigDifference> of(
            PolicyKind kind, Policy instance, Readings before, SettingsReading after, Told told) {
        String name = instance.name();
        Map<String, Change> changes = changes(fields(before.of(kind, name), kind, name), fields(after, kind, name));
        if (changes.isEmpty() || !follows(kind, instance, before)) {
            return Optional.empty();
        }
        BreakerConfigChangedEvent event =
                new BreakerConfigChangedEvent(kind, name, told.time, changes, told.who.by(), told.who.reason());
        return Optional.of(new ConfigDifference(instance, after.config(kind, name), event));
    }

    /** Whether the configuration in force is what properties and customizers say. */
    static boolean follows(PolicyKind kind, Policy instance, Readings now) {
        Object said = now.of(kind, instance.name()).config(kind, instance.name());
        return ConfigFields.of(LiveConfig.of(instance)).equals(ConfigFields.of(said));
    }

    private static Map<String, @Nullable Object> fields(SettingsReading reading, PolicyKind kind, String name) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(ConfigFields.of(reading.config(kind, name)));
        if (kind == PolicyKind.CIRCUITBREAKER) {
            fields.put("registerHealthIndicator", reading.registerHealthIndicator(name));
            fields.put("allowHealthIndicatorToFail", reading.allowHealthIndicatorToFail(name));
        } else if (kind == PolicyKind.RATELIMITER) {
            fields.put("registerHealthIndicator", reading.registerRateLimiterHealthIndicator(name));
            fields.put("allowHealthIndicatorToFail", reading.allowRateLimiterHealthIndicatorToFail(name));
        }
        return fields;
    }

    private static Map<String, Change> changes(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Map<String, Change> changes = new LinkedHashMap<>();
        after.forEach((setting, value) -> {
            Object was = before.get(setting);
            if (!Objects.equals(was, value)) {
                changes.put(setting, new Change(was, value));
            }
        });
        return changes;
    }

    void putInForce() {
        LiveConfig.put(instance, config);
    }
}
