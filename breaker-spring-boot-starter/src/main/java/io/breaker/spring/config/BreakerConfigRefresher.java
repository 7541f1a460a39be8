package io.breaker.spring.config;

import io.breaker.OneLine;
import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.spring.config.BreakerConfigChangedEvent.Change;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Changes the configuration of instances while the application runs: to what the environment says by now, or as an operator
 * wants it. The properties are read as at the start, with all checks; if anything is wrong, nothing is changed. What is
 * different is put in force with {@code reconfigure}, so states and recorded calls stay. Thread-safe: of two changes of one
 * setting the later one holds.
 *
 * <p>What concerns the whole application, {@code fleet.enabled} and {@code event-consumer-buffer-size} are read at the start
 * alone.
 */
public final class BreakerConfigRefresher {

    private static final Logger log = LoggerFactory.getLogger(BreakerConfigRefresher.class);

    /** What of an instance is decided when it is made, and shows in its configuration all the same. */
    private static final Set<String> AT_START = Set.of("event-consumer-buffer-size", "fleet.enabled");

    private final BreakerSettings settings;
    private final ListableBeanFactory beans;
    private final ApplicationEventPublisher application;
    private final InstantSource clock;

    /** By instance and setting; circuit breakers' alone, as operators change no others. */
    private volatile Map<String, Map<String, ChangedSetting>> changed = Map.of();

    private final Object lock = new Object();

    /**
     * Makes one.
     *
     * @param settings what was read at the start
     * @param beans has the registries
     * @param application is told what was changed
     * @param clock the wall clock, for display
     */
    public BreakerConfigRefresher(
            BreakerSettings settings,
            ListableBeanFactory beans,
            ApplicationEventPublisher application,
            InstantSource clock) {
        this.settings = settings;
        this.beans = beans;
        this.application = application;
        this.clock = clock;
    }

    /**
     * Reads the environment again, and puts in force what is different. What operators have changed stays changed.
     *
     * @return what was changed, an event for each instance
     * @throws BreakerConfigException if something is wrong with it; nothing is changed then
     */
    public List<BreakerConfigChangedEvent> refresh() {
        List<BreakerConfigChangedEvent> events;
        synchronized (lock) {
            events = putInForce(changed, new ManualChange("the environment", null, null));
        }
        events.forEach(this::tell); // listeners hold up nobody else
        return events;
    }

    /**
     * Changes some settings of one circuit breaker until the application ends.
     *
     * @param breaker its name
     * @param values the values by their keys below the instance, as in a file; {@code null} takes an earlier change back
     * @param by who asks for it, if that is known
     * @param reason why, if anybody says so
     * @return what was changed; nothing, if all was so before
     * @throws BreakerConfigException if something is wrong with it; nothing is changed then
     */
    public List<BreakerConfigChangedEvent> change(
            String breaker,
            Map<String, ? extends @Nullable Object> values,
            @Nullable String by,
            @Nullable String reason) {
        ManualChange who = new ManualChange(by, reason, null);
        List<BreakerConfigChangedEvent> events;
        synchronized (lock) {
            Map<String, Map<String, ChangedSetting>> all = new LinkedHashMap<>(changed);
            all.put(breaker, withChanges(breaker, values, who));
            events = putInForce(all, who);
        }
        events.forEach(this::tell);
        return events;
    }

    private Map<String, ChangedSetting> withChanges(
            String breaker, Map<String, ? extends @Nullable Object> values, ManualChange who) {
        Map<String, ChangedSetting> own = new TreeMap<>(changedSettings(breaker));
        List<Problem> problems = new ArrayList<>();
        Instant now = clock.instant();
        values.forEach((key, value) -> {
            String setting = setting(breaker, key, problems);
            if (value == null) {
                own.remove(setting);
            } else {
                own.put(setting, new ChangedSetting(setting, String.valueOf(value), now, who.by(), who.reason()));
            }
        });
        if (!problems.isEmpty()) {
            throw new BreakerConfigException(problems);
        }
        return Collections.unmodifiableMap(own);
    }

    /**
     * Tells what operators have changed.
     *
     * @param breaker a circuit breaker's name
     * @return the changes that hold, by key
     */
    public Map<String, ChangedSetting> changedSettings(String breaker) {
        return changed.getOrDefault(breaker, Map.of());
    }

    /**
     * Tells what is wrong with keys before anything else is looked at.
     *
     * @param spellings keys below the instance of a circuit breaker, in dashes, capitals or underscores
     * @param others what else could be meant
     * @return a problem for each that is none
     */
    public List<Problem> unknown(Collection<String> spellings, Collection<String> others) {
        Set<String> known = new LinkedHashSet<>(others);
        known.addAll(settings.reading().keys(PolicyKind.CIRCUITBREAKER));
        return spellings.stream()
                .filter(spelling -> key(spelling) == null)
                .map(spelling -> new Problem(
                        "Nobody knows the key " + OneLine.of(spelling, 100) + ".",
                        null,
                        Nearest.to(spelling, known)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("There are: " + String.join(", ", known) + ".")))
                .toList();
    }

    private @Nullable String key(String spelling) {
        return settings.reading().keys(PolicyKind.CIRCUITBREAKER).stream()
                .filter(known -> uniform(known).equals(uniform(spelling)))
                .findFirst()
                .orElse(null);
    }

    private String setting(String breaker, String spelling, List<Problem> problems) {
        String setting = key(spelling);
        if (setting == null) {
            problems.addAll(unknown(Set.of(spelling), Set.of()));
            return spelling;
        }
        if (AT_START.contains(setting)) {
            problems.add(new Problem(
                    setting + " cannot be changed while the application runs.",
                    null,
                    "Change it where it is written, and start again."));
        }
        if (breaker.contains("[") || breaker.contains("]")) {
            problems.add(new Problem(
                    "No property can spell the name " + breaker + ".", null, "Change the configuration in code."));
        }
        return setting;
    }

    private static String uniform(String key) {
        return key.strip().replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    private List<BreakerConfigChangedEvent> putInForce(
            Map<String, Map<String, ChangedSetting>> wanted, ManualChange who) {
        SettingsReading before = settings.reading();
        SettingsReading after = settings.readWith(properties(wanted));
        StartupReport report = new StartupReport();
        after.inspect(report);
        List<Applied> applied = new ArrayList<>();
        if (report.errors().isEmpty()) {
            for (PolicyKind kind : PolicyKind.values()) {
                compare(kind, before, after, who, applied);
            }
            after.inspect(report); // by now customizers have been heard
        }
        if (!report.errors().isEmpty()) {
            throw new BreakerConfigException(report.errors());
        }
        settings.adopt(after);
        changed = wanted;
        applied.forEach(each -> reconfigure(each.instance, each.config));
        warn(applied, after);
        return applied.stream().map(Applied::event).toList();
    }

    private Map<String, Object> properties(Map<String, Map<String, ChangedSetting>> wanted) {
        Map<String, Object> properties = new LinkedHashMap<>();
        wanted.forEach((breaker, each) -> each.forEach((setting, change) -> {
            String key = settings.reading().key(PolicyKind.CIRCUITBREAKER, breaker, setting);
            properties.put(key, OriginTrackedValue.of(change.value(), new ByOperator(change)));
        }));
        return properties;
    }

    private void compare(
            PolicyKind kind, SettingsReading before, SettingsReading after, ManualChange who, List<Applied> applied) {
        Registry<?> registry = beans.getBeanProvider(kind.registry()).getIfUnique();
        if (registry == null) {
            return;
        }
        for (Policy instance : registry.all()) {
            String name = instance.name();
            boolean ignores = before.configures(kind, name) && !settings.isRead(kind, name); // its registry does
            Object config = after.config(kind, name);
            Map<String, Change> changes =
                    differences(ConfigFields.of(before.config(kind, name)), ConfigFields.of(config));
            if (config instanceof CircuitBreakerConfig breaking && changes.remove("fleetEnabled") != null) {
                log.warn("fleet.enabled of circuit breaker '{}' has changed: that holds from the next start on", name);
                config = breaking.toBuilder()
                        .fleetEnabled(!breaking.fleetEnabled())
                        .build();
            }
            if (!ignores && !changes.isEmpty()) {
                BreakerConfigChangedEvent event =
                        new BreakerConfigChangedEvent(kind, name, clock.instant(), changes, who.by(), who.reason());
                applied.add(new Applied(instance, config, event));
            }
        }
    }

    private static Map<String, Change> differences(
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

    private static void reconfigure(Policy instance, Object config) {
        if (instance instanceof CircuitBreaker breaker) {
            breaker.reconfigure((CircuitBreakerConfig) config);
        } else if (instance instanceof Retry retry) {
            retry.reconfigure((RetryConfig) config);
        } else if (instance instanceof RateLimiter limiter) {
            limiter.reconfigure((RateLimiterConfig) config);
        } else if (instance instanceof TimeLimiter limiter) {
            limiter.reconfigure((TimeLimiterConfig) config);
        } else if (instance instanceof Bulkhead bulkhead) {
            bulkhead.reconfigure((BulkheadConfig) config);
        } else if (instance instanceof ThreadPoolBulkhead bulkhead) {
            bulkhead.reconfigure((ThreadPoolBulkheadConfig) config);
        }
    }

    private void tell(BreakerConfigChangedEvent event) {
        log.info(
                "The configuration of {} '{}' was changed by {}: {}{}",
                event.policy().key(),
                event.name(),
                event.by() == null ? "hand" : event.by(),
                event.words(),
                event.reason() == null ? "" : "; " + event.reason());
        try {
            application.publishEvent(event);
        } catch (Throwable thrown) { // the change holds, whoever does not want to hear of it
            log.warn("A listener failed when it was told of a change of {}", event.name(), thrown);
        }
    }

    private static void warn(List<Applied> applied, SettingsReading after) {
        StartupReport report = new StartupReport();
        List<CircuitBreaker> breakers = applied.stream()
                .map(Applied::instance)
                .filter(CircuitBreaker.class::isInstance)
                .map(CircuitBreaker.class::cast)
                .toList();
        new NeverTripping(after.circuitBreakers()).report(breakers, report);
        report.warnings().forEach(StartupCheck::log);
    }

    /** An instance, what will be in force, and what is to be told of it. */
    private record Applied(Policy instance, Object config, BreakerConfigChangedEvent event) {}

    /** Where a value comes from that stands in no file. */
    private record ByOperator(ChangedSetting change) implements Origin {

        @Override
        public String toString() {
            return change.toString();
        }
    }
}
