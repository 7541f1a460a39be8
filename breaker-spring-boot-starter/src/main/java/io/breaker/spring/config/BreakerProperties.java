package io.breaker.spring.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * All of {@code breaker.*}, for the configuration metadata and for what stands outside configs and instances. Those are
 * bound layer by layer: see {@link Layers}.
 */
@ConfigurationProperties("breaker")
class BreakerProperties {

    /** Clock that policies read. */
    private @Nullable Clock timeSource;

    private final CircuitBreakers circuitbreaker = new CircuitBreakers();
    private final Retries retry = new Retries();
    private final RateLimiters ratelimiter = new RateLimiters();
    private final TimeLimiters timelimiter = new TimeLimiters();
    private final Bulkheads bulkhead = new Bulkheads();
    private final ThreadPoolBulkheads threadPoolBulkhead = new ThreadPoolBulkheads();
    private final Fallback fallback = new Fallback();
    private final MeterNames metrics = new MeterNames();
    private final Observations observations = new Observations();
    private final FleetProperties fleet = new FleetProperties();
    private final Dashboard dashboard = new Dashboard();

    public @Nullable Clock getTimeSource() {
        return timeSource;
    }

    public void setTimeSource(@Nullable Clock timeSource) {
        this.timeSource = timeSource;
    }

    public CircuitBreakers getCircuitbreaker() {
        return circuitbreaker;
    }

    public Retries getRetry() {
        return retry;
    }

    public RateLimiters getRatelimiter() {
        return ratelimiter;
    }

    public TimeLimiters getTimelimiter() {
        return timelimiter;
    }

    public Bulkheads getBulkhead() {
        return bulkhead;
    }

    public ThreadPoolBulkheads getThreadPoolBulkhead() {
        return threadPoolBulkhead;
    }

    Policy of(PolicyKind kind) {
        return switch (kind) {
            case RETRY -> retry;
            case CIRCUITBREAKER -> circuitbreaker;
            case RATELIMITER -> ratelimiter;
            case TIMELIMITER -> timelimiter;
            case BULKHEAD -> bulkhead;
            case THREAD_POOL_BULKHEAD -> threadPoolBulkhead;
        };
    }

    public Fallback getFallback() {
        return fallback;
    }

    public MeterNames getMetrics() {
        return metrics;
    }

    public Observations getObservations() {
        return observations;
    }

    public FleetProperties getFleet() {
        return fleet;
    }

    public Dashboard getDashboard() {
        return dashboard;
    }

    /** The clocks to choose from. */
    enum Clock {
        PRECISE,
        COARSE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What every policy has. */
    abstract static class Policy {

        // Bound for the check and the metadata: advisors are made before the settings, and ask the environment.
        /** Order of the policy's aspect, where lower is further out. */
        private @Nullable Integer aspectOrder;

        private final Meters metrics = new Meters();

        public @Nullable Integer getAspectOrder() {
            return aspectOrder;
        }

        public void setAspectOrder(@Nullable Integer aspectOrder) {
            this.aspectOrder = aspectOrder;
        }

        public Meters getMetrics() {
            return metrics;
        }
    }

    /** Circuit breakers. */
    static final class CircuitBreakers extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, CircuitBreakerProperties> configs = new LinkedHashMap<>();

        /** Circuit breakers by name. */
        private final Map<String, CircuitBreakerProperties> instances = new LinkedHashMap<>();

        public Map<String, CircuitBreakerProperties> getConfigs() {
            return configs;
        }

        public Map<String, CircuitBreakerProperties> getInstances() {
            return instances;
        }
    }

    /** Retries. */
    static final class Retries extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, RetryProperties> configs = new LinkedHashMap<>();

        /** Retries by name. */
        private final Map<String, RetryProperties> instances = new LinkedHashMap<>();

        public Map<String, RetryProperties> getConfigs() {
            return configs;
        }

        public Map<String, RetryProperties> getInstances() {
            return instances;
        }
    }

    /** Rate limiters. */
    static final class RateLimiters extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, RateLimiterProperties> configs = new LinkedHashMap<>();

        /** Rate limiters by name. */
        private final Map<String, RateLimiterProperties> instances = new LinkedHashMap<>();

        public Map<String, RateLimiterProperties> getConfigs() {
            return configs;
        }

        public Map<String, RateLimiterProperties> getInstances() {
            return instances;
        }
    }

    /** Time limiters. */
    static final class TimeLimiters extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, TimeLimiterProperties> configs = new LinkedHashMap<>();

        /** Time limiters by name. */
        private final Map<String, TimeLimiterProperties> instances = new LinkedHashMap<>();

        public Map<String, TimeLimiterProperties> getConfigs() {
            return configs;
        }

        public Map<String, TimeLimiterProperties> getInstances() {
            return instances;
        }
    }

    /** Bulkheads. */
    static final class Bulkheads extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, BulkheadProperties> configs = new LinkedHashMap<>();

        /** Bulkheads by name. */
        private final Map<String, BulkheadProperties> instances = new LinkedHashMap<>();

        public Map<String, BulkheadProperties> getConfigs() {
            return configs;
        }

        public Map<String, BulkheadProperties> getInstances() {
            return instances;
        }
    }

    /** Thread-pool bulkheads. */
    static final class ThreadPoolBulkheads extends Policy {

        /** Configurations to inherit from, by name; "default" is inherited by all. */
        private final Map<String, ThreadPoolBulkheadProperties> configs = new LinkedHashMap<>();

        /** Thread-pool bulkheads by name. */
        private final Map<String, ThreadPoolBulkheadProperties> instances = new LinkedHashMap<>();

        public Map<String, ThreadPoolBulkheadProperties> getConfigs() {
            return configs;
        }

        public Map<String, ThreadPoolBulkheadProperties> getInstances() {
            return instances;
        }
    }

    /** Meters of one policy. */
    static final class Meters {

        /** Whether the policy has meters. */
        private @Nullable Boolean enabled;

        public @Nullable Boolean getEnabled() {
            return enabled;
        }

        public void setEnabled(@Nullable Boolean enabled) {
            this.enabled = enabled;
        }
    }

    /** Fallbacks. */
    static final class Fallback {

        /** Order of the fallbacks' aspect, where lower is further out. */
        private @Nullable Integer aspectOrder;

        public @Nullable Integer getAspectOrder() {
            return aspectOrder;
        }

        public void setAspectOrder(@Nullable Integer aspectOrder) {
            this.aspectOrder = aspectOrder;
        }
    }

    /** Page for operators. */
    static final class Dashboard {

        // Bound for the check and the metadata: what there is of a page is decided before the settings are made.
        /** Whether there is a page for operators on the management port. */
        private @Nullable Boolean enabled;

        /** Whether the page has buttons that open, close, disable and reset circuit breakers. */
        private @Nullable Boolean controls;

        public @Nullable Boolean getEnabled() {
            return enabled;
        }

        public void setEnabled(@Nullable Boolean enabled) {
            this.enabled = enabled;
        }

        public @Nullable Boolean getControls() {
            return controls;
        }

        public void setControls(@Nullable Boolean controls) {
            this.controls = controls;
        }
    }

    /** Observations of Micrometer's. */
    static final class Observations {

        /** Whether a guarded call adds to the current observation, and so to its span, what became of it; if not set, where there is a Tracer bean. */
        private @Nullable Boolean enabled;

        public @Nullable Boolean getEnabled() {
            return enabled;
        }

        public void setEnabled(@Nullable Boolean enabled) {
            this.enabled = enabled;
        }
    }

    /** Meters of all policies. */
    static final class MeterNames {

        /** First part of the names of all meters, without a dot at its end. */
        private @Nullable String prefix;

        public @Nullable String getPrefix() {
            return prefix;
        }

        public void setPrefix(@Nullable String prefix) {
            this.prefix = prefix;
        }
    }
}
