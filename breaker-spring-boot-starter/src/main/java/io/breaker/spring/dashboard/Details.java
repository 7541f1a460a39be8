package io.breaker.spring.dashboard;

import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.ConfigFields;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.SettingSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration in force of one instance, and where each value comes from. */
public final class Details {

    private final Policies policies;
    private final BreakerSettings settings;

    /**
     * Makes it.
     *
     * @param policies have the instances
     * @param settings know the properties
     */
    public Details(Policies policies, BreakerSettings settings) {
        this.policies = policies;
        this.settings = settings;
    }

    @Nullable Map<String, @Nullable Object> of(String kind, String name) {
        return Arrays.stream(PolicyKind.values())
                .filter(policy -> policy.key().equals(kind))
                .findFirst()
                .flatMap(policy -> config(policy, name).map(config -> describe(policy, name, config)))
                .orElse(null);
    }

    private Optional<Object> config(PolicyKind kind, String name) {
        return switch (kind) {
            case RETRY -> policies.retries().find(name).map(found -> found.config());
            case CIRCUITBREAKER -> policies.circuitBreakers().find(name).map(found -> found.config());
            case RATELIMITER -> policies.rateLimiters().find(name).map(found -> found.config());
            case TIMELIMITER -> policies.timeLimiters().find(name).map(found -> found.config());
            case BULKHEAD -> policies.bulkheads().find(name).map(found -> found.config());
            case THREAD_POOL_BULKHEAD -> policies.threadPools().find(name).map(found -> found.config());
        };
    }

    private Map<String, @Nullable Object> describe(PolicyKind kind, String name, Object config) {
        Map<String, @Nullable Object> inForce = ConfigFields.of(config);
        Map<String, @Nullable Object> written =
                settings.written(kind, name).map(ConfigFields::of).orElse(inForce);
        Map<String, SettingSource> sources = new LinkedHashMap<>();
        settings.sources(kind, name).forEach(source -> sources.put(uniform(source.setting()), source));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        inForce.forEach((accessor, value) -> {
            SettingSource source = sources.remove(uniform(accessor));
            boolean isCode = !Objects.equals(value, written.get(accessor));
            rows.add(row(source == null ? dashed(accessor) : source.setting(), text(value), source, isCode));
        });
        sources.values().forEach(source -> rows.add(row(source.setting(), source.value(), source, false)));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("kind", kind.key());
        details.put("name", name);
        details.put("settings", rows);
        return details;
    }

    private static Map<String, @Nullable Object> row(
            String setting, String value, @Nullable SettingSource source, boolean isCode) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("setting", setting);
        row.put("value", value);
        if (isCode) { // a customizer, or whoever made or reconfigured the instance
            row.put("from", "code");
        } else if (source == null) {
            row.put("from", "default");
        } else {
            row.put("from", source.place());
            row.put("key", source.key());
            row.put("origin", source.origin());
        }
        return row;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value == null ? "" : String.valueOf(value);
    }

    /** Keys have dashes and dots where accessors have capitals. */
    private static String uniform(String name) {
        return name.replace("-", "").replace(".", "").toLowerCase(Locale.ROOT);
    }

    private static String dashed(String accessor) {
        return accessor.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
