package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RacingThreadsTest {

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<State> STATES = List.of(State.values());

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void aHalfOpenBreakerAdmitsExactlyItsProbes(int probes) throws Exception {
        Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(probes))
                .recordEvents();
        lab.breaker.open();
        int rounds = 100;
        AtomicInteger admitted = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(Race.THREADS, () -> {
            lab.advance(Lab.OPEN_WAIT);
            admitted.set(0);
        });
        ConcurrentLinkedQueue<Integer> wrong = new ConcurrentLinkedQueue<>();
        CyclicBarrier allAsked = new CyclicBarrier(Race.THREADS, () -> {
            if (admitted.get() != probes) {
                wrong.add(admitted.get());
            }
        });

        Race.run(thread -> {
            for (int round = 0; round < rounds; round++) {
                together.await();
                Permit permit = lab.breaker.tryAcquire();
                if (permit != null) {
                    admitted.incrementAndGet();
                }
                allAsked.await();
                if (permit != null) {
                    permit.failure(new IllegalStateException()); // opens again, for the next round
                }
            }
        });

        assertThat(wrong).isEmpty();
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.transitions()).hasSize(1 + 2 * rounds);
        assertThat(lab.snapshot().notPermittedCalls()).isEqualTo((long) rounds * (Race.THREADS - probes));
    }

    @Test
    void releasedProbesAreGivenAgainButNeverMoreOfThemAtOnce() throws Exception {
        Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(3));
        lab.breaker.halfOpen();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Race.run(thread -> {
            for (int i = 0; i < 1_000; i++) {
                Permit permit = lab.breaker.tryAcquire();
                if (permit != null) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    running.decrementAndGet();
                    permit.release();
                }
            }
        });

        assertThat(most.get()).isBetween(1, 3);
        assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
        lab.succeed(3);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
    }

    /** All have decided to open when the first of them may do it: they wait for each other between the two. */
    @Test
    void threadsThatRaceOverAThresholdMakeOneTransitionAndOneEvent() throws Exception {
        ManualTime time = new ManualTime();
        CyclicBarrier allDecided = new CyclicBarrier(Race.THREADS);
        AtomicBoolean racing = new AtomicBoolean();
        StateMachine machine = new StateMachine(
                "race",
                Lab.small().minimumNumberOfCalls(1).build(),
                time,
                () -> {
                    if (racing.get()) {
                        Race.await(allDecided);
                    }
                    return Instant.EPOCH;
                },
                new ManualTimer(time));
        CircuitBreaker breaker = new CircuitBreaker(machine);
        List<Transition> transitions = new CopyOnWriteArrayList<>();
        breaker.on(Transition.class, transitions::add);
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < Race.THREADS; i++) {
            permits.add(breaker.acquire());
        }
        racing.set(true);

        Race.run(thread -> permits.get(thread).failure(new IllegalStateException()));

        assertThat(transitions).hasSize(1);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.snapshot().callsInFlight()).isZero();
    }

    /** Two threads on two processors come closer to each other than many do that have to be woken. */
    @Test
    void twoThreadsThatAskAtTheSameMomentDoNotShareAPermit() throws Exception {
        Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(1));
        int rounds = 20_000;
        AtomicInteger admitted = new AtomicInteger();
        Race.SpinBarrier together = new Race.SpinBarrier(2);

        Race.run(2, thread -> {
            for (int round = 0; round < rounds; round++) {
                together.await(() -> {
                    lab.breaker.reset();
                    lab.breaker.halfOpen();
                });
                Permit permit = lab.breaker.tryAcquire();
                together.await(() -> {});
                if (permit != null) {
                    admitted.incrementAndGet();
                    permit.release();
                }
            }
        });

        assertThat(admitted).hasValue(rounds);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void aCountWindowsTotalsAreThoseOfItsRingAfterwards(int size) throws Exception {
        CountWindow window = new CountWindow(size);
        long seed = System.nanoTime();
        System.out.println("RacingThreadsTest.aCountWindowsTotals seed " + seed);
        AtomicInteger impossible = new AtomicInteger();

        Race.run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < 5_000; i++) {
                window.record(random.nextInt(4), 0);
                Tally tally = window.tally(0, 0);
                if (tally.calls() > size
                        || Math.max(tally.failed(), tally.slow()) > tally.calls()
                        || tally.slowFailed() > Math.min(tally.failed(), tally.slow())) {
                    impossible.incrementAndGet();
                }
            }
        });

        assertThat(impossible).hasValue(0);
        assertThat(window.resized(size).tally(0, 0)).isEqualTo(window.tally(0, 0)); // counts the ring one by one
        for (int i = 0; i < size; i++) {
            window.record(0, 0);
        }
        assertThat(window.tally(0, 0)).isEqualTo(new Tally(size, 0, 0, 0));
    }

    @Test
    void aTimeWindowLosesNothingWhileItsBucketsChange() throws Exception {
        TimeWindow window = new TimeWindow(60, 0);
        AtomicInteger clock = new AtomicInteger();

        Race.run(thread -> {
            for (int i = 0; i < 5_000; i++) {
                long now = clock.incrementAndGet() * 100_000L; // 32 seconds in all
                window.record(i & 3, now);
            }
        });

        int all = Race.THREADS * 5_000;
        assertThat(window.tally(all * 100_000L, 0)).isEqualTo(new Tally(all, all / 2, all / 2, all / 4));
    }

    @Test
    void everyCallIsSettledOnceWhateverHappensMeanwhile() throws Exception {
        Lab lab = Lab.with(builder -> builder.slidingWindowSize(50).waitDurationInOpenState(Duration.ofNanos(1_000)));
        LongAdder admitted = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder heard = new LongAdder();
        ConcurrentLinkedQueue<Transition> transitions = new ConcurrentLinkedQueue<>();
        lab.breaker.observe((outcome, nanos) -> heard.increment());
        lab.breaker.on(Transition.class, transitions::add);
        long seed = System.nanoTime();
        System.out.println("RacingThreadsTest.everyCallIsSettledOnce seed " + seed);

        Race.run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < 3_000; i++) {
                Permit permit = lab.breaker.tryAcquire();
                lab.time.advanceNanos(random.nextInt(100) == 0 ? Lab.SLOW.toNanos() / 4 : 100);
                if (permit != null) {
                    admitted.increment();
                    settle(permit, OUTCOMES.get(random.nextInt(3)));
                    permit.success(); // again: must not count
                } else {
                    refused.increment();
                }
                if (thread == 0) {
                    disturb(lab, random);
                }
            }
        });

        assertThat(heard.sum()).isEqualTo(admitted.sum());
        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.snapshot().callsOverdue()).isZero();
        assertThat(lab.snapshot().notPermittedCalls()).isEqualTo(refused.sum());
        assertThat(transitions).isNotEmpty();
        lab.breaker.reconfigure(Lab.small().build());
        lab.breaker.reset();
        lab.fail(9);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        lab.fail(1);
        assertThat(lab.state()).isEqualTo(State.OPEN);
    }

    private static void settle(Permit permit, Outcome outcome) {
        switch (outcome) {
            case SUCCESS -> permit.success();
            case FAILURE -> permit.failure(new IllegalStateException());
            case IGNORED -> permit.release();
        }
    }

    private static void disturb(Lab lab, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> lab.moveTo(STATES.get(random.nextInt(STATES.size())));
            case 1 -> lab.breaker.reset();
            default ->
                lab.breaker.reconfigure(lab.breaker.config().toBuilder()
                        .slidingWindowSize(40 + random.nextInt(20))
                        .slidingWindowType(
                                random.nextBoolean() ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED)
                        .slowCallDurationThreshold(Duration.ofMillis(50 + random.nextInt(100)))
                        .build());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 100_000_000})
    void runningCallsAreCountedExactlyWhileThreadsSweep(long threshold) throws Exception {
        InFlight calls = InFlight.following(null, 0, threshold);
        AtomicInteger clock = new AtomicInteger();
        long seed = System.nanoTime();
        System.out.println("RacingThreadsTest.runningCallsAreCountedExactly seed " + seed);

        Race.run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < 1_000; i++) {
                long start = clock.incrementAndGet() * threshold / 1_000;
                calls.start(start);
                if (random.nextInt(4) == 0) {
                    calls.overdue(start + random.nextInt(3) * threshold);
                }
                calls.finish(start);
            }
        });

        assertThat(calls.totalRunning()).isZero();
        assertThat(calls.overdue(clock.get() * threshold)).isZero();
    }
}
