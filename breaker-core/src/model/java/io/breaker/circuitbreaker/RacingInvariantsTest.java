package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds in the {@link Model} in every step holds here while many threads do what they like, as far as it can be seen. */
class RacingInvariantsTest {

    private static final int THREADS = 12;
    private static final List<State> STATES = List.of(State.values());
    private static final List<State> HELD = List.of(State.FORCED_OPEN, State.DISABLED, State.METRICS_ONLY);
    private static final List<Ending> ENDINGS = List.of(Ending.values());

    private static long seed(String test) {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        System.out.println("RacingInvariantsTest." + test + " seed " + seed);
        return seed;
    }

    /** All that threads do to one breaker, and what they have seen of it. */
    private static final class Chaos {

        final Setup setup;
        final Lab lab;
        final LongAdder admitted = new LongAdder();
        final LongAdder refused = new LongAdder();
        final LongAdder heard = new LongAdder();
        final Queue<Transition> transitions = new ConcurrentLinkedQueue<>();
        final Queue<Object> wrong = new ConcurrentLinkedQueue<>();

        Chaos(Setup setup) {
            this.setup = setup;
            this.lab = new Lab(setup.config());
            lab.breaker.observe((outcome, nanos) -> heard.increment());
            lab.breaker.on(Transition.class, transitions::add);
        }

        void run(Random random, int steps) {
            List<Permit> held = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                act(random, held, 0);
            }
            held.forEach(permit -> some(random).tell(permit));
        }

        private void act(Random random, List<Permit> held, int depth) {
            int dice = random.nextInt(100);
            if (dice < 30) {
                call(random, held, depth);
            } else if (dice < 60) {
                Permit permit = acquire();
                if (permit != null) {
                    held.add(permit);
                }
            } else if (dice < 90 && !held.isEmpty()) {
                Permit permit = held.remove(random.nextInt(held.size()));
                some(random).tell(permit);
                some(random).tell(permit); // again: must not count
            } else if (dice < 97) {
                lab.time.advanceNanos(setup.someTime(random).toNanos() / 4);
            } else if (dice < 99) {
                look();
            } else if (random.nextBoolean()) {
                lab.moveTo(STATES.get(random.nextInt(STATES.size())));
            } else {
                Duration some = setup.someTime(random).plusMillis(1);
                lab.breaker.transitionTo(HELD.get(random.nextInt(HELD.size())), new ManualChange("chaos", null, some));
            }
        }

        private void call(Random random, List<Permit> held, int depth) {
            try {
                lab.breaker.call(() -> {
                    admitted.increment();
                    if (depth < 3) {
                        act(random, held, depth + 1);
                    }
                    return some(random).end();
                });
            } catch (CallNotPermittedException refusal) {
                refused.increment();
            } catch (Throwable expected) {
                // the body's own
            }
        }

        private @Nullable Permit acquire() {
            try {
                Permit permit = lab.breaker.acquire();
                admitted.increment();
                return permit;
            } catch (CallNotPermittedException refusal) {
                refused.increment();
                return null;
            }
        }

        private static Ending some(Random random) {
            return random.nextInt(3) > 0 ? Ending.RESULT : ENDINGS.get(random.nextInt(ENDINGS.size()));
        }

        private void look() {
            CircuitBreakerSnapshot seen = lab.snapshot();
            boolean possible = seen.failedCalls() <= seen.bufferedCalls()
                    && seen.slowCalls() <= seen.bufferedCalls()
                    && seen.slowFailedCalls() <= Math.min(seen.failedCalls(), seen.slowCalls())
                    && seen.slowFailedCalls() >= 0
                    && seen.callsInFlight() >= 0
                    && isRate(seen.failureRate())
                    && isRate(seen.slowCallRate())
                    && (seen.state() == State.OPEN
                            || seen.state() == State.FORCED_OPEN
                            || seen.retryAfter().isZero());
            if (!possible) {
                wrong.add(seen);
            }
        }

        private static boolean isRate(double rate) {
            return rate == -1 || (rate >= 0 && rate <= 100);
        }

        /** One event per transition: they make a way from the first state to the last, whatever order they arrived in. */
        void assertTransitionsMakeAWay() {
            Map<State, Integer> balance = new EnumMap<>(State.class);
            balance.merge(setup.initial(), 1, Integer::sum);
            for (Transition transition : transitions) {
                balance.merge(transition.from(), -1, Integer::sum);
                balance.merge(transition.to(), 1, Integer::sum);
                assertThat(isPossible(transition)).as("%s", transition).isTrue();
            }
            balance.merge(lab.state(), -1, Integer::sum);
            assertThat(balance.values()).allMatch(left -> left == 0);
        }

        private static boolean isPossible(Transition transition) {
            State from = transition.from();
            State to = transition.to();
            return switch (transition.cause()) {
                case FAILURE_RATE, SLOW_CALL_RATE ->
                    (from == State.CLOSED || from == State.HALF_OPEN) && to == State.OPEN;
                case FAST_WINDOW -> from == State.CLOSED && to == State.OPEN;
                case WAIT_ELAPSED -> from == State.OPEN && to == State.HALF_OPEN;
                case PROBES_SUCCEEDED -> from == State.HALF_OPEN && to == State.CLOSED;
                case HALF_OPEN_TIMEOUT -> from == State.HALF_OPEN && (to == State.OPEN || to == State.CLOSED);
                case FLEET -> false; // there is none
                case MANUAL -> from != to || HELD.contains(to);
                case HOLD_ELAPSED -> HELD.contains(from) && to != State.OPEN;
                case RESET -> true;
            };
        }
    }

    @Test
    void everyCallCountsOnceAndNothingIsStuckWhateverThreadsDo() throws Exception {
        long seed = seed("everyCallCountsOnce");
        for (int run = 0; run < Proof.runs(60); run++) {
            Random random = new Random(seed + run);
            Chaos chaos = new Chaos(Setup.random(random));
            long threadSeed = random.nextLong();
            Race.run(THREADS, thread -> chaos.run(new Random(threadSeed + thread), 150));

            String who = "seed " + (seed + run) + ", " + chaos.setup;
            CircuitBreakerSnapshot after = chaos.lab.snapshot();
            assertThat(chaos.wrong).as(who).isEmpty();
            assertThat(chaos.heard.sum()).as(who).isEqualTo(chaos.admitted.sum());
            assertThat(after.notPermittedCalls()).as(who).isEqualTo(chaos.refused.sum());
            assertThat(after.callsInFlight()).as(who).isZero();
            assertThat(after.callsOverdue()).as(who).isZero();
            chaos.assertTransitionsMakeAWay();
            ModelRun.assertNothingIsStuck(chaos.lab, chaos.setup);
        }
    }

    /** The ring is counted anew when it is copied into a larger one. */
    @Test
    void afterARaceTheTotalsAreThoseOfTheRing() throws Exception {
        long seed = seed("theTotalsAreThoseOfTheRing");
        for (int run = 0; run < Proof.runs(60); run++) {
            int size = 1 + new Random(seed + run).nextInt(200);
            long runSeed = seed + run;
            Lab lab = Lab.with(builder -> builder.slidingWindowSize(size).minimumNumberOfCalls(1));
            lab.breaker.metricsOnly();
            Race.run(THREADS, thread -> {
                Random random = new Random(runSeed + thread);
                for (int i = 0; i < 200; i++) {
                    Permit permit = lab.start();
                    lab.time.advanceNanos(random.nextInt(20_000_000));
                    Chaos.some(random).tell(permit);
                }
            });
            CircuitBreakerSnapshot totals = lab.snapshot();

            lab.breaker.reconfigure(
                    lab.breaker.config().toBuilder().slidingWindowSize(size + 1).build());

            assertThat(lab.snapshot()).as("seed %s, size %s", runSeed, size).isEqualTo(totals);
            assertThat(totals.bufferedCalls()).isEqualTo(size);
        }
    }

    @Test
    void halfOpenAdmitsItsProbesAndThoseInPlaceOfReleasedOnesAndNoOthers() throws Exception {
        long seed = seed("halfOpenAdmitsItsProbes");
        for (int run = 0; run < Proof.runs(300); run++) {
            int probes = 1 + new Random(seed + run).nextInt(6);
            long runSeed = seed + run;
            Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(probes)
                    .failureRateThreshold(100)
                    .countSlowCallsInFlight(false));
            lab.openAndWait();
            AtomicInteger admitted = new AtomicInteger();
            AtomicInteger released = new AtomicInteger();
            Race.run(THREADS, thread -> {
                Random random = new Random(runSeed + thread);
                for (int i = 0; i < 20; i++) {
                    Permit permit = lab.breaker.tryAcquire();
                    if (permit == null) {
                        continue;
                    }
                    admitted.incrementAndGet();
                    if (random.nextInt(4) > 0) {
                        released.incrementAndGet();
                        permit.release();
                    } else {
                        permit.failure(new IllegalStateException());
                    }
                }
            });

            assertThat(admitted.get() - released.get())
                    .as("seed %s, %s probes", runSeed, probes)
                    .isLessThanOrEqualTo(probes);
            assertThat(lab.state()).isEqualTo(admitted.get() - released.get() == probes ? State.OPEN : State.HALF_OPEN);
        }
    }

    @Test
    void outcomesOfAnEarlierStayNeitherCountNorReturnPermitsNorDecide() throws Exception {
        long seed = seed("outcomesOfAnEarlierStay");
        for (int run = 0; run < Proof.runs(300); run++) {
            long runSeed = seed + run;
            Lab lab = Lab.with(builder -> builder.permittedNumberOfCallsInHalfOpenState(3));
            Queue<Permit> stale = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < THREADS * 10; i++) {
                stale.add(lab.start());
            }
            lab.openAndWait();
            Queue<Permit> probes = new ConcurrentLinkedQueue<>();
            Race.run(THREADS, thread -> {
                Random random = new Random(runSeed + thread);
                for (int i = 0; i < 10; i++) {
                    Permit permit = lab.breaker.tryAcquire();
                    if (permit != null) {
                        probes.add(permit);
                    }
                    Chaos.some(random).tell(stale.remove());
                }
            });

            assertThat(probes).as("seed %s", runSeed).hasSize(3);
            assertThat(lab.state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.snapshot().bufferedCalls()).isZero();
            assertThat(lab.snapshot().callsInFlight()).isEqualTo(3);
            probes.forEach(Permit::success);
            assertThat(lab.state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void callsOfManyThreadsAreInFlightUntilTheyEnd() throws Exception {
        Lab lab = Lab.with(builder -> builder.slidingWindowSize(1_000).minimumNumberOfCalls(1_000));
        List<HeldCall> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) { // more threads than lanes
            held.add(HeldCall.begin(lab.breaker));
        }
        assertThat(lab.snapshot().callsInFlight()).isEqualTo(100);
        lab.advance(Duration.ofSeconds(1));
        assertThat(lab.snapshot().callsOverdue()).isEqualTo(100);

        held.forEach(call -> call.end(Ending.RESULT));

        assertThat(lab.snapshot().callsInFlight()).isZero();
        assertThat(lab.snapshot().slowCalls()).isEqualTo(100);
    }
}
