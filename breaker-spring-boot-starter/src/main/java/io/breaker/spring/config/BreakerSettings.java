package io.breaker.spring.config;

import io.breaker.TimeSource;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * What the {@code breaker.*} properties say, as they stood when they were last read: at the start, or when a
 * {@link BreakerConfigRefresher} read them anew. Thread-safe. What is wrong with them is not thrown here: it stands in the
 * report of the {@link StartupCheck}, and defaults take its place until then.
 */
public final class BreakerSettings {

    /** What operators have changed comes before what the environment says. */
    private static final String CHANGES = "changes of breaker.* at run time";

    private final MutablePropertySources environment;
    private final @Nullable ListableBeanFactory beans;
    private final SettingsReading first;
    private volatile Readings now;

    /** The configured instances that somebody has asked for: names that nobody configured have no bound. */
    private final Map<PolicyKind, Set<String>> read = new EnumMap<>(PolicyKind.class);

    /** Settings without any properties: all defaults. */
    public BreakerSettings() {
        this(new MutablePropertySources(), null);
    }

    /**
     * Reads the properties of an application.
     *
     * @param environment holds them
     * @param beans has the predicates, classifiers and customizers; none is made before it is needed
     * @return the settings
     */
    public static BreakerSettings of(ConfigurableEnvironment environment, ListableBeanFactory beans) {
        return new BreakerSettings(environment.getPropertySources(), beans);
    }

    private BreakerSettings(MutablePropertySources environment, @Nullable ListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
        for (PolicyKind kind : PolicyKind.values()) {
            read.put(kind, ConcurrentHashMap.newKeySet());
        }
        first = new SettingsReading(environment, beans);
        now = new Readings(first, Map.of());
    }

    /**
     * What holds now.
     *
     * @param last what was read last
     * @param ofBreakers what was read for single circuit breakers since
     */
    record Readings(SettingsReading last, Map<String, SettingsReading> ofBreakers) {

        SettingsReading of(PolicyKind kind, String name) {
            return kind == PolicyKind.CIRCUITBREAKER ? ofBreakers.getOrDefault(name, last) : last;
        }
    }

    Readings readings() {
        return now;
    }

    /** Reads the properties as they stand now, with changes above them. What it finds holds once it is adopted. */
    SettingsReading readWith(Map<String, Object> changes) {
        MutablePropertySources all = new MutablePropertySources();
        all.addFirst(new OriginTrackedMapPropertySource(CHANGES, changes, true));
        environment.forEach(all::addLast);
        return new SettingsReading(all, beans);
    }

    /** From now on those settings of instances hold. What concerns the whole application stays as it was at the start. */
    void adopt(SettingsReading reading) {
        reading.endOfStartup(new StartupReport()); // what comes up from now on is logged
        now = new Readings(reading, Map.of());
    }

    /** As {@link #adopt}, for one circuit breaker. */
    void adoptFor(String breaker, SettingsReading reading) {
        reading.endOfStartup(new StartupReport());
        Map<String, SettingsReading> ofBreakers = new HashMap<>(now.ofBreakers());
        ofBreakers.put(breaker, reading);
        now = new Readings(now.last(), Map.copyOf(ofBreakers));
    }

    /** {@return the names that {@code breaker.<policy>.instances} configures, spelt as there} */
    public Set<String> instances(PolicyKind kind) {
        return now.last().instances(kind);
    }

    /** {@return the configuration of the breaker of that name, configured or not} */
    public CircuitBreakerConfig circuitBreaker(String name) {
        return config(PolicyKind.CIRCUITBREAKER, name, CircuitBreakerConfig.class);
    }

    /** {@return the configuration of the retry of that name, configured or not} */
    public RetryConfig retry(String name) {
        return config(PolicyKind.RETRY, name, RetryConfig.class);
    }

    /** {@return the configuration of the rate limiter of that name, configured or not} */
    public RateLimiterConfig rateLimiter(String name) {
        return config(PolicyKind.RATELIMITER, name, RateLimiterConfig.class);
    }

    /** {@return the configuration of the time limiter of that name, configured or not} */
    public TimeLimiterConfig timeLimiter(String name) {
        return config(PolicyKind.TIMELIMITER, name, TimeLimiterConfig.class);
    }

    /** {@return the configuration of the bulkhead of that name, configured or not} */
    public BulkheadConfig bulkhead(String name) {
        return config(PolicyKind.BULKHEAD, name, BulkheadConfig.class);
    }

    /** {@return the configuration of the thread-pool bulkhead of that name, configured or not} */
    public ThreadPoolBulkheadConfig threadPoolBulkhead(String name) {
        return config(PolicyKind.THREAD_POOL_BULKHEAD, name, ThreadPoolBulkheadConfig.class);
    }

    private <C> C config(PolicyKind kind, String name, Class<C> type) {
        SettingsReading current = now.of(kind, name);
        if (current.configures(kind, name)) {
            read(kind).add(name);
        }
        return type.cast(current.config(kind, name));
    }

    private Set<String> read(PolicyKind kind) {
        return Objects.requireNonNull(read.get(kind));
    }

    PolicySettings<?, CircuitBreakerConfig> circuitBreakers() {
        return now.last().circuitBreakers();
    }

    /**
     * Tells where settings come from.
     *
     * @param kind the policy
     * @param name the instance's name, configured or not
     * @return what decides each setting; settings that no property decides are left out
     */
    public List<SettingSource> sources(PolicyKind kind, String name) {
        return now.of(kind, name).sources(kind, name);
    }

    /**
     * Tells what the properties say before customizers and the application's code change it.
     *
     * @param kind the policy
     * @param name the instance's name, configured or not
     * @return the policy's configuration object, or empty if the properties fit no such object
     */
    public Optional<?> written(PolicyKind kind, String name) {
        return now.of(kind, name).written(kind, name);
    }

    /** {@return whether anybody has asked for the configuration of a configured instance} */
    boolean isRead(PolicyKind kind, String name) {
        return read(kind).contains(name);
    }

    /** {@return whether the breaker of that name shows in the health endpoint} */
    public boolean registerHealthIndicator(String name) {
        return now.of(PolicyKind.CIRCUITBREAKER, name).registerHealthIndicator(name);
    }

    /** {@return whether the breaker of that name turns the health component down when it is open} */
    public boolean allowHealthIndicatorToFail(String name) {
        return now.of(PolicyKind.CIRCUITBREAKER, name).allowHealthIndicatorToFail(name);
    }

    /** {@return how many events of each type are kept for the instance of that policy and name; 0 for none} */
    public int eventConsumerBufferSize(PolicyKind kind, String name) {
        return now.of(kind, name).eventConsumerBufferSize(kind, name);
    }

    HealthVisibility visibility(String name) {
        return now.of(PolicyKind.CIRCUITBREAKER, name).visibility(name);
    }

    /** {@return whether the rate limiter of that name shows in the health endpoint} */
    public boolean registerRateLimiterHealthIndicator(String name) {
        return now.last().registerRateLimiterHealthIndicator(name);
    }

    /** {@return whether the rate limiter of that name turns the health component down while it refuses calls} */
    public boolean allowRateLimiterHealthIndicatorToFail(String name) {
        return now.last().allowRateLimiterHealthIndicatorToFail(name);
    }

    /** {@return whether that policy has meters} */
    public boolean metricsEnabled(PolicyKind kind) {
        return first.metricsEnabled(kind);
    }

    /** {@return what the names of meters begin with, without a dot at the end} */
    public String metricsPrefix() {
        return first.metricsPrefix();
    }

    /** {@return how the breakers of this instance are one with those of others} */
    public FleetSettings fleet() {
        return first.fleet();
    }

    /** {@return where policies read the time} */
    public TimeSource timeSource() {
        return first.timeSource();
    }

    /** {@return the keys that do something in Resilience4j and nothing here, or something else} */
    List<Problem> keysOfResilience4j() {
        return first.keysOfResilience4j();
    }

    /** Notes what is wrong, once all beans can be had. */
    void inspect(StartupReport report) {
        first.inspect(report);
    }

    /** Notes what has come up while others looked at the application. */
    void endOfStartup(StartupReport report) {
        first.endOfStartup(report);
    }
}
