package io.breaker.circuitbreaker;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.InMemoryFleetStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Several instances of a service in one thread, with one clock that is moved by hand and a store that can be broken. */
final class FleetLab {

    static final Duration OPEN_WAIT = Duration.ofSeconds(10);
    static final Duration STEP = Duration.ofMillis(10);

    final ManualTime time = new ManualTime();
    final BreakableStore store = new BreakableStore();
    final List<Instance> instances = new ArrayList<>();
    private final CircuitBreakerConfig config;
    private final Random random;

    FleetLab(int size, UnaryOperator<CircuitBreakerConfig.Builder> changes) {
        this(size, new Random(), changes);
    }

    /** All that is drawn by lot comes from one place, but for which calls a growing share lets through. */
    FleetLab(int size, Random random, UnaryOperator<CircuitBreakerConfig.Builder> changes) {
        this.random = random;
        config = changes.apply(CircuitBreakerConfig.builder()
                        .fleetEnabled(true)
                        .minimumNumberOfCalls(20)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .waitDurationInOpenState(OPEN_WAIT))
                .build();
        for (int i = 0; i < size; i++) {
            start("i" + i);
        }
        pass(Duration.ofSeconds(20)); // who is alive is known by then
    }

    static FleetLab of(int size) {
        return new FleetLab(size, builder -> builder);
    }

    Instance start(String name) {
        Instance instance = new Instance(name);
        instances.add(instance);
        return instance;
    }

    Instance get(int index) {
        return instances.get(index);
    }

    /** Lets time pass, in which nobody calls anything. */
    void pass(Duration duration) {
        pass(duration, () -> {});
    }

    /** Lets time pass, and does something in each of its steps. */
    void pass(Duration duration, Runnable each) {
        for (long left = duration.toNanos(); left > 0; left -= STEP.toNanos()) {
            time.advance(STEP);
            each.run();
            turn();
        }
    }

    /** All that the fleet's threads would do at this moment. */
    void turn() {
        for (int i = 0; i < 3; i++) {
            instances.forEach(instance -> instance.fleet.tick());
        }
    }

    /** One call each. */
    void callAll(boolean succeeds) {
        instances.forEach(instance -> instance.call(succeeds));
    }

    List<State> states() {
        return instances.stream().map(Instance::state).toList();
    }

    /** All calls of all instances fail, until all breakers are open. */
    void open() {
        pass(Duration.ofSeconds(3), () -> callAll(false));
    }

    final class Instance {

        final CircuitBreaker breaker;
        final CircuitBreakerFleet fleet;
        final List<CircuitBreakerEvent.Transition> transitions = new CopyOnWriteArrayList<>();
        int calls;
        volatile Instant wallClock = Instant.EPOCH;

        Instance(String name) {
            breaker = new CircuitBreaker(
                    new StateMachine("payment", config, time, () -> wallClock, new ManualTimer(time)));
            fleet = new CircuitBreakerFleet(
                    store, FleetConfig.builder().instanceId(name).build(), () -> wallClock, random, false);
            breaker.on(CircuitBreakerEvent.Transition.class, transitions::add);
            fleet.join(breaker);
            fleet.tick();
        }

        State state() {
            return breaker.state();
        }

        /** A call that ends at once, if it may begin. */
        boolean call(boolean succeeds) {
            Permit permit = begin();
            if (permit == null) {
                return false;
            }
            if (succeeds) {
                permit.success();
            } else {
                permit.failure(new IllegalStateException("the payment provider does not answer"));
            }
            return true;
        }

        @Nullable Permit begin() {
            Permit permit = breaker.tryAcquire();
            calls += permit == null ? 0 : 1;
            return permit;
        }

        FleetSnapshot snapshot() {
            return fleet.snapshot("payment").orElseThrow();
        }

        /** As if the process were killed. */
        void die() {
            instances.remove(this);
        }
    }

    /** A store that fails, hangs, loses its data or its answers when it is told to. */
    final class BreakableStore implements FleetStore {

        boolean fails;
        boolean hangs;
        boolean losesAnswers;
        int exchanges;
        private InMemoryFleetStore real = new InMemoryFleetStore(time);
        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

        BreakableStore() {
            listenToReal();
        }

        void losesItsData() {
            real = new InMemoryFleetStore(time);
            listenToReal();
        }

        private void listenToReal() {
            real.subscribe(name -> listeners.forEach(listener -> listener.accept(name)));
        }

        @Override
        public CompletableFuture<FleetView> exchange(FleetReport report) {
            exchanges++;
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
            }
            if (hangs) {
                return new CompletableFuture<>();
            }
            CompletableFuture<FleetView> answer = real.exchange(report);
            return losesAnswers ? new CompletableFuture<>() : answer;
        }

        @Override
        public CompletableFuture<Void> leave(String breaker, String instance) {
            return real.leave(breaker, instance);
        }

        @Override
        public Subscription subscribe(Consumer<String> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
