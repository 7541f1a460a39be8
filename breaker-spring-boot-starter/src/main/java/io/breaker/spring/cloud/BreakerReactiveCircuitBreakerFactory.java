package io.breaker.spring.cloud;

import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreaker;
import org.springframework.cloud.client.circuitbreaker.ReactiveCircuitBreakerFactory;

/**
 * Hands out the breakers of the registry to whoever asks Spring Cloud for a reactive one: the same ones, configured the same
 * way, as {@link BreakerCircuitBreakerFactory}. Each subscription is a call; nothing limits its time, and it stays on the
 * threads of its publisher. A publisher that has been assembled is subscribed to only if the breaker lets the call in.
 */
public final class BreakerReactiveCircuitBreakerFactory
        extends ReactiveCircuitBreakerFactory<CircuitBreakerConfig, BreakerConfigBuilder> {

    private final NamedBreakers breakers;

    /**
     * Makes a factory.
     *
     * @param registry has the breakers, and keeps those that are made
     * @param known says of a name whether the registry has a configuration for it: groups and defaults leave it alone
     */
    public BreakerReactiveCircuitBreakerFactory(CircuitBreakerRegistry registry, Predicate<String> known) {
        this.breakers = new NamedBreakers(registry, known, getConfigurations());
    }

    /**
     * Looks a breaker up, or makes it.
     *
     * @param id its name
     * @return the breaker of that name
     */
    @Override
    public ReactiveCircuitBreaker create(String id) {
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
    public ReactiveCircuitBreaker create(String id, String group) {
        breakers.get(id, group); // at once, so that it shows in health and metrics
        return new BreakerReactiveCircuitBreaker(() -> breakers.get(id, group));
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
