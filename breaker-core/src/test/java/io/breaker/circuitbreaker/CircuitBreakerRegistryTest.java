package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.Subscription;
import io.breaker.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class CircuitBreakerRegistryTest {

    private final CircuitBreakerConfig config = Lab.small().build();
    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(config);

    @Test
    void aNameStandsForOneInstance() {
        CircuitBreaker breaker = registry.circuitBreaker("a");

        assertThat(registry.circuitBreaker("a")).isSameAs(breaker);
        assertThat(registry.circuitBreaker("b")).isNotSameAs(breaker);
        assertThat(registry.find("a")).containsSame(breaker);
        assertThat(breaker.name()).isEqualTo("a");
        assertThat(breaker.config()).isSameAs(config);
    }

    @Test
    void namesKeepTheirCase() {
        assertThat(registry.circuitBreaker("Name")).isNotSameAs(registry.circuitBreaker("name"));
    }

    @Test
    void findingCreatesNothing() {
        assertThat(registry.find("unknown")).isEmpty();
        assertThat(registry.all()).isEmpty();
        assertThat(registry.remove("unknown")).isEmpty();
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void aRemovedInstanceIsMadeAnew() {
        List<CircuitBreaker> removed = new ArrayList<>();
        registry.onRemoved(removed::add);
        CircuitBreaker first = registry.circuitBreaker("a");

        assertThat(registry.remove("a")).containsSame(first);

        assertThat(removed).containsExactly(first);
        assertThat(registry.find("a")).isEmpty();
        assertThat(registry.circuitBreaker("a")).isNotSameAs(first);
        assertThat(first.call(() -> "still works")).isEqualTo("still works");
    }

    @Test
    void aListenerCanLookItsNewInstanceUp() {
        List<CircuitBreaker> seen = new ArrayList<>();
        Subscription subscription = registry.onAdded(added -> {
            assertThat(registry.find(added.name())).containsSame(added);
            seen.add(registry.circuitBreaker(added.name()));
        });
        CircuitBreaker breaker = registry.circuitBreaker("a");
        subscription.close();
        registry.circuitBreaker("b");

        assertThat(seen).containsExactly(breaker);
    }

    @Test
    void anInstanceThatGoesWhileItsComingIsToldIsNotHeardToGoBeforeItCame() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> registry.remove(added.name()));
        registry.onAdded(added -> heard.add("added"));
        registry.onRemoved(removed -> heard.add("removed"));

        registry.circuitBreaker("a");

        assertThat(heard).containsExactly("added", "removed");
        assertThat(registry.find("a")).isEmpty();
    }

    @Test
    void aListenerToRemovalsHearsNoMoreOnceItIsClosed() {
        List<CircuitBreaker> removed = new ArrayList<>();
        Subscription subscription = registry.onRemoved(removed::add);
        CircuitBreaker first = registry.circuitBreaker("a");
        registry.circuitBreaker("b");
        registry.remove("a");

        subscription.close();
        registry.remove("b");

        assertThat(removed).containsExactly(first);
    }

    /** As if another thread were faster. */
    @Test
    void anInstanceThatIsMadeWhileAnotherIsBeingMadeIsTheOneAndIsHeardOfOnce() {
        List<CircuitBreakerRegistry> itself = new ArrayList<>();
        List<CircuitBreaker> inner = new ArrayList<>();
        CircuitBreakerRegistry contested = CircuitBreakerRegistry.of(
                name -> {
                    if (inner.isEmpty()) {
                        inner.add(itself.get(0).circuitBreaker(name, config));
                    }
                    return config;
                },
                TimeSource.precise());
        itself.add(contested);
        List<CircuitBreaker> heard = new ArrayList<>();
        contested.onAdded(heard::add);

        CircuitBreaker outer = contested.circuitBreaker("a");

        assertThat(inner).containsExactly(outer);
        assertThat(heard).containsExactly(outer);
        assertThat(contested.all()).containsExactly(outer);
    }

    @Test
    void aConfigurationIsLookedUpByName() {
        CircuitBreakerRegistry byName = CircuitBreakerRegistry.of(
                name -> Lab.small().slidingWindowSize(name.length()).build(), TimeSource.precise());

        assertThat(byName.circuitBreaker("four").config().slidingWindowSize()).isEqualTo(4);
        assertThat(byName.circuitBreaker("own", config).config()).isSameAs(config);
        assertThat(byName.circuitBreaker("own").config()).isSameAs(config);
    }

    @Test
    void aBadNameOrALookUpThatFailsLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.circuitBreaker(""));
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void theViewOfAllIsLiveAndCannotBeChanged() {
        var all = registry.all();
        CircuitBreaker breaker = registry.circuitBreaker("a");

        assertThat(all).containsExactly(breaker);
        assertThatThrownBy(all::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void racingThreadsGetOneInstanceAndListenersHearOfItOnce() throws Exception {
        for (int round = 0; round < 100; round++) {
            CircuitBreakerRegistry contested = CircuitBreakerRegistry.of(config);
            List<CircuitBreaker> added = new CopyOnWriteArrayList<>();
            contested.onAdded(added::add);
            Set<CircuitBreaker> seen = ConcurrentHashMap.newKeySet();
            CyclicBarrier together = new CyclicBarrier(Race.THREADS);

            Race.run(thread -> {
                together.await();
                seen.add(contested.circuitBreaker("contested"));
            });

            assertThat(seen).hasSize(1);
            assertThat(added).containsExactlyElementsOf(seen);
        }
    }
}
