package io.breaker.spring.cloud;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The breakers that a factory hands out: those of the registry, so that an annotation of the same name means the same
 * breaker. Thread-safe.
 */
final class NamedBreakers {

    private final CircuitBreakerRegistry registry;
    private final Map<String, CircuitBreakerConfig> configured;
    private volatile @Nullable Function<String, CircuitBreakerConfig> defaults;

    /**
     * For one factory.
     *
     * @param registry has the breakers
     * @param configured what code has put in force, by name: a breaker that is removed comes back with it
     */
    NamedBreakers(CircuitBreakerRegistry registry, Map<String, CircuitBreakerConfig> configured) {
        this.registry = registry;
        this.configured = configured;
    }

    void setDefaults(Function<String, CircuitBreakerConfig> defaults) {
        this.defaults = defaults;
    }

    /** {@return the breaker of that name, made if need be, with the configuration of a group if it has none of its own} */
    CircuitBreaker get(String id, @Nullable String group) {
        CircuitBreaker known = registry.find(id).orElse(null);
        if (known != null) {
            return known;
        }
        CircuitBreakerConfig own = config(id, group);
        return own == null ? registry.circuitBreaker(id) : registry.circuitBreaker(id, own);
    }

    private @Nullable CircuitBreakerConfig config(String id, @Nullable String group) {
        CircuitBreakerConfig own = configured.get(id);
        if (own != null) {
            return own;
        }
        CircuitBreaker ofGroup =
                group == null || group.isEmpty() ? null : registry.find(group).orElse(null);
        if (ofGroup != null) {
            return ofGroup.config();
        }
        Function<String, CircuitBreakerConfig> known = defaults;
        return known == null ? null : known.apply(id);
    }

    /** Puts in force what code has made of a breaker's configuration. */
    void apply(String id, CircuitBreakerConfig config) {
        CircuitBreaker breaker = get(id, null);
        boolean startsElsewhere = breaker.config().initialState() != config.initialState();
        breaker.reconfigure(config);
        if (startsElsewhere) {
            breaker.reset();
        }
    }
}
