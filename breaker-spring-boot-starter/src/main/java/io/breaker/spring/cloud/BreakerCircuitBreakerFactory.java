package io.breaker.spring.cloud;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.cloud.client.circuitbreaker.CircuitBreaker;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;

/**
 * Hands out the breakers of the registry to whoever asks Spring Cloud for one. A call runs on the thread that makes it, as
 * long as it takes; a fallback gets the exception that was thrown, or the breaker's refusal.
 *
 * <p>The breaker of an id is the one that {@code breaker.circuitbreaker.instances.<id>} configures. What code says through
 * {@link #configure} comes on top of that. {@link #configureDefault} is for breakers that this factory makes and that
 * neither the properties nor code know by name.
 */
public final class BreakerCircuitBreakerFactory
        extends CircuitBreakerFactory<CircuitBreakerConfig, BreakerConfigBuilder> {

    private final NamedBreakers breakers;

    /**
     * Makes a factory.
     *
     * @param registry has the breakers, and keeps those that are made
     * @param known says of a name whether the registry has a configuration for it: groups and defaults leave it alone
     */
    public BreakerCircuitBreakerFactory(CircuitBreakerRegistry registry, Predicate<String> known) {
        this.breakers = new NamedBreakers(registry, known, getConfigurations());
    }

    /**
     * Looks a breaker up, or makes it.
     *
     * @param id its name
     * @return the breaker of that name
     */
    @Override
    public CircuitBreaker create(String id) {
        return create(id, "");
    }

    /**
     * Looks a breaker up, or makes it. One that nobody has configured is made like that of its group, if there is one.
     *
     * @param id its name
     * @param group the name of another breaker, such as that of the whole client
     * @return the breaker of that name
     */
    @Override
    public CircuitBreaker create(String id, String group) {
        breakers.get(id, group); // at once, so that it shows in health and metrics
        return new BreakerCircuitBreaker(() -> breakers.get(id, group));
    }

    @Override
    protected BreakerConfigBuilder configBuilder(String id) {
        return breakers.builder(id);
    }

    /**
     * Changes the configuration of breakers at once; those that exist keep their state and the calls they have recorded,
     * unless another initial state is set: that resets them.
     *
     * @param consumer changes the settings of one breaker
     * @param ids the names of the breakers
     */
    @Override
    public void configure(Consumer<BreakerConfigBuilder> consumer, String... ids) {
        super.configure(consumer, ids);
        breakers.apply(ids);
    }

    /**
     * Sets how breakers are made that nobody has configured by name. One that exists stays as it is.
     *
     * @param defaults gives the configuration for a name
     */
    @Override
    public void configureDefault(Function<String, CircuitBreakerConfig> defaults) {
        breakers.setDefaults(defaults);
    }
}
