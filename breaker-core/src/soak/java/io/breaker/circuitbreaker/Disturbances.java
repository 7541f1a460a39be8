package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Subscription;
import io.breaker.TimeSource;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/** What happens around the calls: an operator, new configurations, names that come and go, listeners that do. */
final class Disturbances {

    private static final int NAMES = 8;

    private final SplittableGenerator random;
    private final List<Subject> subjects;
    private final CircuitBreakerRegistry registry;
    private final AtomicLong registered = new AtomicLong();
    private final Queue<WeakReference<CircuitBreaker>> removed = new ConcurrentLinkedQueue<>();
    private final Deque<Subscription> subscriptions = new ArrayDeque<>();

    Disturbances(long seed, List<Subject> subjects) {
        this.random = new SplittableRandom(seed);
        this.subjects = subjects;
        SplittableGenerator configs = random.split();
        this.registry = CircuitBreakerRegistry.of(
                name -> {
                    synchronized (configs) {
                        return RandomConfig.next(configs);
                    }
                },
                TimeSource.coarse());
        registry.onAdded(breaker -> registered.incrementAndGet());
        registry.onRemoved(breaker -> registered.decrementAndGet());
    }

    void join(Crowd crowd, List<Thread> interrupted) {
        RandomGenerator operator = random.split();
        RandomGenerator configs = random.split();
        RandomGenerator names = random.split();
        RandomGenerator listeners = random.split();
        RandomGenerator interrupts = random.split();
        crowd.add("operator", () -> operate(operator));
        crowd.add("reconfigurer", () -> reconfigure(configs));
        crowd.add("churner", () -> churn(names));
        crowd.add("listeners", () -> listen(listeners));
        crowd.add("interrupter", () -> {
            pause(interrupts, 2_000);
            interrupted.get(interrupts.nextInt(interrupted.size())).interrupt();
        });
        for (int i = 0; i < 2; i++) {
            crowd.add("reader-" + i, this::read);
        }
    }

    private Subject any(RandomGenerator of) {
        return subjects.get(of.nextInt(subjects.size()));
    }

    private static void pause(RandomGenerator of, int mostMicros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(of.nextInt(mostMicros)));
    }

    private void operate(RandomGenerator of) {
        pause(of, 5_000);
        Subject subject = any(of);
        if (subject.leftAlone) {
            return;
        }
        CircuitBreaker breaker = subject.breaker;
        switch (of.nextInt(9)) {
            case 0 -> breaker.open();
            case 1, 2 -> breaker.close();
            case 3, 4 -> breaker.halfOpen();
            case 5 -> breaker.forceOpen();
            case 6 -> breaker.disable();
            case 7 -> breaker.metricsOnly();
            default -> breaker.reset();
        }
    }

    private void reconfigure(RandomGenerator of) {
        pause(of, 5_000);
        Subject subject = any(of);
        if (!subject.leftAlone) {
            subject.breaker.reconfigure(RandomConfig.next(of));
        }
    }

    /** Uses named breakers and forgets them, with calls of theirs under way. */
    private void churn(RandomGenerator of) {
        pause(of, 1_000);
        String name = "churned-" + of.nextInt(NAMES);
        CircuitBreaker breaker = registry.circuitBreaker(name);
        Subscription subscription = breaker.on(CircuitBreakerEvent.class, event -> {});
        try {
            breaker.call(Fault.random(of));
        } catch (Exception | AssertionError refusedOrFailed) {
            Thread.interrupted();
        }
        if (of.nextBoolean()) {
            subscription.close();
        }
        if (of.nextInt(4) == 0) {
            registry.remove(name);
            removed.add(new WeakReference<>(breaker));
        }
    }

    private void listen(RandomGenerator of) {
        pause(of, 2_000);
        Subject subject = any(of);
        boolean throwing = of.nextInt(3) == 0;
        Subscription subscription = of.nextBoolean()
                ? subject.breaker.on(CircuitBreakerEvent.class, event -> hear(subject, throwing))
                : subject.breaker.observe((outcome, nanos) -> hear(subject, throwing));
        subscriptions.add(subscription);
        if (subscriptions.size() > 10) {
            subscriptions.remove().close();
        }
    }

    private static void hear(Subject subject, boolean throwing) {
        if (throwing) {
            subject.listenerThrows();
            throw new AssertionError("a listener that throws");
        }
    }

    private void read() {
        for (Subject subject : subjects) {
            subject.checkASnapshot();
            assertThat(subject.breaker.toString()).contains(subject.breaker.name());
            assertThat(subject.breaker.config().minimumNumberOfCalls()).isPositive();
        }
        registry.all()
                .forEach(breaker ->
                        assertThat(breaker.snapshot().callsInFlight()).isNotNegative());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** What holds once the crowd has gone. Ends the subscriptions. */
    void check() {
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        assertThat(registered)
                .as("added and not removed")
                .hasValue(registry.all().size());
        registry.all()
                .forEach(breaker -> Crowd.eventually(
                        () -> assertThat(breaker.snapshot().callsInFlight()).isZero()));
    }

    /** Forgotten breakers must be garbage. */
    void checkThatRemovedBreakersAreGone() {
        List<WeakReference<CircuitBreaker>> gone = new ArrayList<>(removed);
        removed.clear();
        Crowd.eventually(() -> {
            System.gc();
            assertThat(gone).as("removed breakers that something holds").allMatch(breaker -> breaker.refersTo(null));
        });
    }
}
