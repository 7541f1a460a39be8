package io.breaker.spring.cloud;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The breakers that a factory hands out: those of the registry, so that an annotation of the same name means the same
 * breaker. Thread-safe.
 */
final class NamedBreakers {

    private final CircuitBreakerRegistry registry;
    private final Predicate<String> known;
    private final Map<String, CircuitBreakerConfig> configured;
    private volatile @Nullable Function<String, CircuitBreakerConfig> defaults;

    /**
     * For one factory.
     *
     * @param registry has the breakers
     * @param known says of a name whether the registry has a configuration for it
     * @param configured what code has put in force, by name: a breaker that is removed comes back with it
     */
    NamedBreakers(
            CircuitBreakerRegistry registry, Predicate<String> known, Map<String, CircuitBreakerConfig> configured) {
        this.registry = registry;
        this.known = known;
        this.configured = configured;
    }

    void setDefaults(Function<String, CircuitBreakerConfig> defaults) {
        this.defaults = defaults;
    }

    /** {@return what code changes: the settings of a breaker as they are now} */
    BreakerConfigBuilder builder(String id) {
        return new BreakerConfigBuilder(id, get(id, "").config());
    }

    /**
     * {@return the breaker of that name, made if need be} It is made with the configuration of its group if it has none of
     * its own.
     *
     * @param id its name
     * @param group the name of another breaker, or empty
     */
    CircuitBreaker get(String id, String group) {
        CircuitBreaker present = registry.find(id).orElse(null);
        if (present != null) {
            return present;
        }
        CircuitBreakerConfig own = config(id, group);
        return own == null ? registry.circuitBreaker(id) : registry.circuitBreaker(id, own);
    }

    private @Nullable CircuitBreakerConfig config(String id, String group) {
        CircuitBreakerConfig own = configured.get(id);
        if (own != null || known.test(id)) {
            return own;
        }
        CircuitBreaker ofGroup = group.isEmpty() ? null : registry.find(group).orElse(null);
        if (ofGroup != null) {
            return ofGroup.config();
        }
        Function<String, CircuitBreakerConfig> ofOthers = defaults;
        return ofOthers == null ? null : ofOthers.apply(id);
    }

    /** Puts in force what code has made of the configurations of breakers. */
    void apply(String... ids) {
        for (String id : ids) {
            CircuitBreakerConfig config = Objects.requireNonNull(configured.get(id));
            CircuitBreaker breaker = get(id, "");
            boolean startsElsewhere = breaker.config().initialState() != config.initialState();
            breaker.reconfigure(config);
            if (startsElsewhere) {
                breaker.reset();
            }
        }
    }
}
