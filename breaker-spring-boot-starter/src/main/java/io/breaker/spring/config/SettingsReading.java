package io.breaker.spring.config;

import io.breaker.TimeSource;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.retry.RetryConfig;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.core.env.MutablePropertySources;

/**
 * What the {@code breaker.*} properties say, as they stood when they were read. Thread-safe. What is wrong with them is not
 * thrown here: it stands in a report, and defaults take its place until then.
 */
final class SettingsReading {

    private static final String DEFAULT_PREFIX = "breaker";

    private final Problems problems = new Problems();
    private final List<Problem> keysOfResilience4j;
    private final BreakerProperties general = new BreakerProperties();
    private final Collaborators collaborators;
    private final Map<PolicyKind, PolicySettings<?, ?>> policies = new EnumMap<>(PolicyKind.class);
    private final PolicySettings<CircuitBreakerDraft, CircuitBreakerConfig> circuitBreakers;
    private final PolicySettings<Draft<RetryConfig.Builder>, RetryConfig> retries;
    private final PolicySettings<RateLimiterDraft, RateLimiterConfig> rateLimiters;
    private final PolicySettings<Draft<TimeLimiterConfig.Builder>, TimeLimiterConfig> timeLimiters;
    private final PolicySettings<Draft<BulkheadConfig.Builder>, BulkheadConfig> bulkheads;
    private final PolicySettings<Draft<ThreadPoolBulkheadConfig.Builder>, ThreadPoolBulkheadConfig> threadPoolBulkheads;

    private final FleetSettings fleet;
    private final Function<String, HealthVisibility> breakerVisibility;
    private final Function<String, HealthVisibility> rateLimiterVisibility;
    private final Map<PolicyKind, Function<String, ? extends Visibility>> visibilities;

    /**
     * Reads the properties.
     *
     * @param sources hold them
     * @param beans has the predicates, classifiers and customizers; none is made before it is needed
     */
    SettingsReading(MutablePropertySources sources, @Nullable ListableBeanFactory beans) {
        PropertyView view = new PropertyView(sources);
        PolicyDescriptions known = new PolicyDescriptions(beans);
        Map<PolicyKind, Supplier<KeyTree.Branch>> entries = known.entries();
        KeyCheck keys = new KeyCheck(view, KeyTree.of(entries), problems);
        keys.run();
        collaborators = new Collaborators(beans);
        circuitBreakers = add(known.circuitBreakers(), entries, view);
        retries = add(known.retries(), entries, view);
        rateLimiters = add(known.rateLimiters(), entries, view);
        timeLimiters = add(known.timeLimiters(), entries, view);
        bulkheads = add(known.bulkheads(), entries, view);
        threadPoolBulkheads = add(known.threadPoolBulkheads(), entries, view);
        keysOfResilience4j = Stream.of(
                        Resilience4jKeys.leftOver(view).stream(),
                        keys.ofResilience4j().stream(),
                        circuitBreakers.namesakes().stream().map(Resilience4jKeys::namesake))
                .flatMap(Function.identity())
                .toList();
        breakerVisibility = circuitBreakers.part(CircuitBreakerDraft::visibility); // asked for at each health probe
        rateLimiterVisibility = rateLimiters.part(RateLimiterDraft::visibility);
        visibilities = Map.of(
                PolicyKind.CIRCUITBREAKER, breakerVisibility,
                PolicyKind.RETRY, retries.part(Draft::visibility),
                PolicyKind.RATELIMITER, rateLimiterVisibility,
                PolicyKind.TIMELIMITER, timeLimiters.part(Draft::visibility),
                PolicyKind.BULKHEAD, bulkheads.part(Draft::visibility),
                PolicyKind.THREAD_POOL_BULKHEAD, threadPoolBulkheads.part(Draft::visibility));
        view.binder().bind(PropertyView.ROOT, Bindable.ofInstance(general), new Reporting(view, problems));
        fleet = general.getFleet().settings(view, collaborators, problems);
        checkPrefix(view);
    }

    private <B, C> PolicySettings<B, C> add(
            PolicySettings.Kind<B, C> kind, Map<PolicyKind, Supplier<KeyTree.Branch>> entries, PropertyView view) {
        Supplier<KeyTree.Branch> entry = Objects.requireNonNull(entries.get(kind.policy()));
        PolicySettings<B, C> settings = new PolicySettings<>(kind, entry, view, collaborators, problems);
        policies.put(kind.policy(), settings);
        return settings;
    }

    private void checkPrefix(PropertyView view) {
        Written written = view.read(PropertyView.ROOT.append("metrics.prefix"));
        if (written != null && !isPrefix(general.getMetrics().getPrefix())) {
            problems.value(
                    written,
                    "must be words of letters, digits, dashes and underscores, with a dot between two",
                    "Write it like " + DEFAULT_PREFIX + ", or remove it.");
        }
    }

    private static boolean isPrefix(@Nullable String prefix) {
        return prefix != null && prefix.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    }

    /** {@return the keys that the instances of that policy can have, spelt with dashes and dots} */
    Set<String> keys(PolicyKind kind) {
        return of(kind).keys();
    }

    /** {@return what the key of an instance is called in full, its name spelt as in the files if it stands there} */
    String key(PolicyKind kind, String name, String setting) {
        return of(kind).key(name, setting);
    }

    /** {@return the names that {@code breaker.<policy>.instances} configures, spelt as there} */
    Set<String> instances(PolicyKind kind) {
        return of(kind).instances();
    }

    /** {@return whether that is the name of one of them} */
    boolean configures(PolicyKind kind, String name) {
        return of(kind).configures(name);
    }

    /** {@return what decides each setting of the instance of that name, as far as any property does} */
    List<SettingSource> sources(PolicyKind kind, String name) {
        return of(kind).sources(name);
    }

    /** {@return what the properties say of the instance of that name, without customizers} */
    Optional<?> written(PolicyKind kind, String name) {
        return of(kind).written(name);
    }

    private PolicySettings<?, ?> of(PolicyKind kind) {
        return Objects.requireNonNull(policies.get(kind));
    }

    /** {@return the configuration of the instance of that policy and name, configured or not} */
    Object config(PolicyKind kind, String name) {
        return Objects.requireNonNull(of(kind).config(name));
    }

    PolicySettings<?, CircuitBreakerConfig> circuitBreakers() {
        return circuitBreakers;
    }

    /** {@return whether the breaker of that name shows in the health endpoint} */
    boolean registerHealthIndicator(String name) {
        return visibility(name).registerHealthIndicator();
    }

    /** {@return whether the breaker of that name turns the health component down when it is open} */
    boolean allowHealthIndicatorToFail(String name) {
        return visibility(name).allowHealthIndicatorToFail();
    }

    /** {@return how many events of each type are kept for the instance of that policy and name; 0 for none} */
    int eventConsumerBufferSize(PolicyKind kind, String name) {
        return Objects.requireNonNull(visibilities.get(kind)).apply(name).eventConsumerBufferSize();
    }

    HealthVisibility visibility(String name) {
        return breakerVisibility.apply(name);
    }

    /** {@return whether the rate limiter of that name shows in the health endpoint} */
    boolean registerRateLimiterHealthIndicator(String name) {
        return rateLimiterVisibility.apply(name).registerHealthIndicator();
    }

    /** {@return whether the rate limiter of that name turns the health component down while it refuses calls} */
    boolean allowRateLimiterHealthIndicatorToFail(String name) {
        return rateLimiterVisibility.apply(name).allowHealthIndicatorToFail();
    }

    /** {@return whether that policy has meters} */
    boolean metricsEnabled(PolicyKind kind) {
        return !Boolean.FALSE.equals(general.of(kind).getMetrics().getEnabled());
    }

    /** {@return what the names of meters begin with, without a dot at the end} */
    String metricsPrefix() {
        String prefix = general.getMetrics().getPrefix();
        return prefix != null && isPrefix(prefix) ? prefix : DEFAULT_PREFIX;
    }

    /** {@return how the breakers of this instance are one with those of others} */
    FleetSettings fleet() {
        return fleet;
    }

    /** {@return where policies read the time} */
    TimeSource timeSource() {
        return general.getTimeSource() == BreakerProperties.Clock.COARSE ? TimeSource.coarse() : TimeSource.precise();
    }

    /** {@return the keys that do something in Resilience4j and nothing here, or something else} */
    List<Problem> keysOfResilience4j() {
        return keysOfResilience4j;
    }

    /** {@return what is wrong, once all beans can be had} */
    List<Problem> problems() {
        StartupReport report = new StartupReport();
        inspect(report);
        return report.errors();
    }

    /** Notes what is wrong, once all beans can be had. */
    void inspect(StartupReport report) {
        collaborators.check(problems);
        problems.all().forEach(report::error);
    }

    /** Notes what has come up while others looked at the application. */
    void endOfStartup(StartupReport report) {
        problems.close().forEach(report::error);
    }
}
