package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerBreakerTest {

    private final Breakers breakers = new Breakers();
    private final List<String> story = new ArrayList<>();

    @Test
    void listensToABreakerFromItsAdditionToItsRemoval() {
        breakers.breaker("early");
        PerBreaker<Subscription> listeners = listeners();
        CircuitBreaker late = breakers.breaker("late");
        assertThat(listeners.at(late)).isPresent();

        breakers.registry.remove("late");

        assertThat(listeners.at(late)).isEmpty();
        assertThat(story).containsExactly("+early", "+late", "-late");
    }

    @Test
    void doesNotKeepABreakerWhoseRemovalIsHeardOfBeforeItsAddition() {
        breakers.registry.onAdded(added -> breakers.registry.remove(added.name()));
        PerBreaker<Subscription> listeners = listeners();

        CircuitBreaker brief = breakers.breaker("brief");

        assertThat(listeners.at(brief)).isEmpty();
        assertThat(story).containsExactly("+brief", "-brief");
    }

    @Test
    void stopsListeningWhenItIsClosed() {
        PerBreaker<Subscription> listeners = listeners();
        breakers.breaker("redis");
        listeners.close();
        breakers.breaker("later");

        assertThat(story).containsExactly("+redis", "-redis");
    }

    private PerBreaker<Subscription> listeners() {
        return new PerBreaker<>(breakers.registry, breaker -> {
            story.add("+" + breaker.name());
            return () -> story.add("-" + breaker.name());
        });
    }
}
