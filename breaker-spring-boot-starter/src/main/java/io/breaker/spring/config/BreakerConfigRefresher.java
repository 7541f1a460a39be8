package io.breaker.spring.config;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.spring.config.BreakerSettings.Readings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
 * different is put in force with {@code reconfigure}, so states and recorded calls stay. Only instances are changed whose
 * configuration in force is what the properties and customizers say: what an application configured in code is left to it.
 * Thread-safe: of two changes of one setting the later one holds.
 *
 * <p>What concerns the whole application, and {@code fleet.enabled}, is read at the start alone;
 * {@code event-consumer-buffer-size} when an instance is made.
 */
public final class BreakerConfigRefresher {

    private static final Logger log = LoggerFactory.getLogger(BreakerConfigRefresher.class);

    private static final String MEMBERSHIP = "fleet.enabled";

    /** What of an instance is decided when it is made. */
    private static final Set<String> AT_START = Set.of("event-consumer-buffer-size", MEMBERSHIP);

    private final BreakerSettings settings;
    private final ListableBeanFactory beans;
    private final ApplicationEventPublisher application;
    private final InstantSource clock;

    /** By instance and setting; circuit breakers' alone, as operators change no others. */
    private volatile Map<String, Map<String, ChangedSetting>> changed = Map.of();

    private final Object lock = new Object();
    private final Set<String> toldOfMembership = ConcurrentHashMap.newKeySet();

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
        ManualChange who = new ManualChange("the environment", null, null);
        List<ConfigDifference> applied;
        synchronized (lock) {
            Readings before = settings.readings();
            SettingsReading after = read(changed);
            compare(before, after, who); // customizers are heard, which may be wrong, too
            refuse(after.problems());
            settings.adopt(after);
            applied = compare(before, after, who); // with those that were made meanwhile
            applied.forEach(ConfigDifference::putInForce);
            warn(applied, after);
        }
        return tell(applied);
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
        List<ConfigDifference> applied;
        synchronized (lock) {
            Map<String, Map<String, ChangedSetting>> wanted = new LinkedHashMap<>(changed);
            wanted.put(breaker, withChanges(breaker, values, who));
            CircuitBreaker instance = following(breaker);
            SettingsReading after = read(wanted);
            applied = ConfigDifference.of(PolicyKind.CIRCUITBREAKER, instance, settings.readings(), after, told(who))
                    .map(List::of)
                    .orElse(List.of());
            List<Problem> problems = new ArrayList<>(after.problems());
            problems.removeAll(read(changed).problems()); // what the environment says by now is nobody's fault here
            refuse(problems);
            if (applied.isEmpty() && values.values().stream().allMatch(Objects::nonNull)) {
                return List.of();
            }
            settings.adoptFor(breaker, after);
            changed = wanted;
            applied.forEach(ConfigDifference::putInForce);
            warn(applied, after);
        }
        return tell(applied);
    }

    /** The breaker, if properties are what configures it. */
    private CircuitBreaker following(String name) {
        Registry<?> registry = registry(PolicyKind.CIRCUITBREAKER);
        Policy found = registry == null ? null : registry.find(name).orElse(null);
        if (!(found instanceof CircuitBreaker breaker)) {
            throw new BreakerConfigException(List.of(
                    new Problem("There is no circuit breaker '" + name + "'.", null, "Name one that there is.")));
        }
        if (!ConfigDifference.follows(PolicyKind.CIRCUITBREAKER, breaker, settings.readings())) {
            throw new BreakerConfigException(List.of(new Problem(
                    "Circuit breaker '" + name + "' was configured in code, and not by properties.",
                    null,
                    "Change it there.")));
        }
        return breaker;
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new BreakerConfigException(problems);
        }
    }

    private Map<String, ChangedSetting> withChanges(
            String breaker, Map<String, ? extends @Nullable Object> values, ManualChange who) {
        Map<String, ChangedSetting> own = new TreeMap<>(changedSettings(breaker));
        List<Problem> problems = new ArrayList<>();
        Instant now = clock.instant();
        Set<String> seen = new HashSet<>();
        values.forEach((key, value) -> {
            String setting = setting(breaker, key, problems);
            if (!seen.add(setting)) {
                problems.add(new Problem(setting + " is there twice.", null, "Say it once."));
            }
            SettingKeys.checkText(setting, value, problems);
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
        return keys().unknown(spellings, others);
    }

    private SettingKeys keys() {
        return new SettingKeys(settings.readings().last().keys(PolicyKind.CIRCUITBREAKER));
    }

    private String setting(String breaker, String spelling, List<Problem> problems) {
        String setting = keys().find(spelling);
        if (setting == null) {
            problems.addAll(keys().unknown(Set.of(spelling), Set.of()));
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

    /** Reads the environment with what operators have changed. Whoever is in a fleet stays there until the next start. */
    private SettingsReading read(Map<String, Map<String, ChangedSetting>> wanted) {
        Map<String, Object> properties = properties(wanted);
        SettingsReading reading = settings.readWith(properties);
        Map<String, Object> memberships = memberships(reading);
        if (memberships.isEmpty()) {
            return reading;
        }
        properties.putAll(memberships);
        return settings.readWith(properties);
    }

    /** What must be said of circuit breakers that are no members any more, or only now, so that all stays as it is. */
    private Map<String, Object> memberships(SettingsReading reading) {
        Registry<?> registry = registry(PolicyKind.CIRCUITBREAKER);
        Map<String, Object> properties = new LinkedHashMap<>();
        if (registry != null) {
            registry.all().stream().map(Policy::name).forEach(name -> {
                boolean is = isMember(settings.readings().of(PolicyKind.CIRCUITBREAKER, name), name);
                if (is != isMember(reading, name)) {
                    properties.put(reading.key(PolicyKind.CIRCUITBREAKER, name, MEMBERSHIP), is);
                    if (toldOfMembership.add(name)) {
                        log.warn(
                                "{} of circuit breaker '{}' has changed: that holds from the next start on",
                                MEMBERSHIP,
                                name);
                    }
                }
            });
        }
        return properties;
    }

    private static boolean isMember(SettingsReading reading, String breaker) {
        return ((CircuitBreakerConfig) reading.config(PolicyKind.CIRCUITBREAKER, breaker)).fleetEnabled();
    }

    private Map<String, Object> properties(Map<String, Map<String, ChangedSetting>> wanted) {
        Map<String, Object> properties = new LinkedHashMap<>();
        wanted.forEach((breaker, each) -> each.forEach((setting, change) -> {
            String key = settings.readings().last().key(PolicyKind.CIRCUITBREAKER, breaker, setting);
            properties.put(key, OriginTrackedValue.of(change.value(), new ByOperator(change)));
        }));
        return properties;
    }

    private List<ConfigDifference> compare(Readings before, SettingsReading after, ManualChange who) {
        List<ConfigDifference> applied = new ArrayList<>();
        ConfigDifference.Told told = told(who);
        for (PolicyKind kind : PolicyKind.values()) {
            Registry<?> registry = registry(kind);
            if (registry != null) {
                registry.all()
                        .forEach(instance -> ConfigDifference.of(kind, instance, before, after, told)
                                .ifPresent(applied::add));
            }
        }
        return applied;
    }

    private ConfigDifference.Told told(ManualChange who) {
        return new ConfigDifference.Told(clock.instant(), who);
    }

    private @Nullable Registry<?> registry(PolicyKind kind) {
        return beans.getBeanProvider(kind.registry()).getIfUnique();
    }

    /** When the change holds, and not before; outside the lock, so that listeners hold up nobody else. */
    private List<BreakerConfigChangedEvent> tell(List<ConfigDifference> applied) {
        List<BreakerConfigChangedEvent> events =
                applied.stream().map(ConfigDifference::event).toList();
        events.forEach(this::tell);
        return events;
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

    private static void warn(List<ConfigDifference> applied, SettingsReading after) {
        StartupReport report = new StartupReport();
        List<CircuitBreaker> breakers = applied.stream()
                .map(ConfigDifference::instance)
                .filter(CircuitBreaker.class::isInstance)
                .map(CircuitBreaker.class::cast)
                .toList();
        new NeverTripping(after.circuitBreakers()).report(breakers, report);
        report.warnings().forEach(StartupCheck::log);
    }

    /** Where a value comes from that stands in no file. */
    private record ByOperator(ChangedSetting change) implements Origin {

        @Override
        public String toString() {
            return change.toString();
        }
    }
}
