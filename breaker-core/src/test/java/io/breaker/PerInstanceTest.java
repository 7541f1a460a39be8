package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerInstanceTest {

    private final RetryRegistry registry = RetryRegistry.of(RetryConfig.ofDefaults());
    private final List<String> story = new ArrayList<>();

    @Test
    void listensToAnInstanceFromItsAdditionToItsRemoval() {
        registry.retry("early");
        PerInstance<Retry, Subscription> listeners = listeners();
        Retry late = registry.retry("late");
        assertThat(listeners.at(late)).isPresent();

        registry.remove("late");

        assertThat(listeners.at(late)).isEmpty();
        assertThat(story).containsExactly("+early", "+late", "-late");
    }

    @Test
    void doesNotKeepAnInstanceWhoseRemovalIsHeardOfBeforeItsAddition() {
        registry.onAdded(added -> registry.remove(added.name()));
        PerInstance<Retry, Subscription> listeners = listeners();

        Retry brief = registry.retry("brief");

        assertThat(listeners.at(brief)).isEmpty();
        assertThat(story).containsExactly("+brief", "-brief");
    }

    @Test
    void stopsListeningWhenItIsClosed() {
        PerInstance<Retry, Subscription> listeners = listeners();
        registry.retry("redis");
        listeners.close();
        registry.retry("later");

        assertThat(story).containsExactly("+redis", "-redis");
    }

    private PerInstance<Retry, Subscription> listeners() {
        return new PerInstance<>(registry, instance -> {
            story.add("+" + instance.name());
            return () -> story.add("-" + instance.name());
        });
    }
}
