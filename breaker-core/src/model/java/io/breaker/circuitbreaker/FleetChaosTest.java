package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.FleetLab.Instance;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fleets on random schedules: calls of all kinds, instances that come and die, stores that fail, hang and forget. */
class FleetChaosTest {

    private static final int STEPS = 400;
    private static final List<FleetOverride.Mode> MODES = List.of(FleetOverride.Mode.values());

    /** What may happen in a run besides calls. */
    private enum Trouble {
        NONE,
        STORE,
        ALL
    }

    /** One run: a fleet, a random schedule, and what must be true after each step. */
    private static final class Chaos {

        private final Random random;
        private final Trouble trouble;
        private final FleetLab lab;
        private final List<Running> running = new ArrayList<>();
        private final Map<Instance, Long> epochs = new HashMap<>();
        private double failures;
        private int born;

        private record Running(Instance instance, Permit permit, boolean probe) {}

        Chaos(long seed, Trouble trouble) {
            this.random = new Random(seed);
            this.trouble = trouble;
            int probes = 1 + random.nextInt(4);
            boolean growing = random.nextBoolean();
            this.lab = new FleetLab(
                    1 + random.nextInt(6),
                    random,
                    builder -> builder.recoveryInitialShare(
                                    100) // which calls a smaller one lets through is drawn elsewhere
                            .permittedNumberOfCallsInHalfOpenState(probes)
                            .slowCallDurationThreshold(Duration.ofSeconds(20))
                            .enableExponentialBackoff(growing)
                            .exponentialMaxWaitDurationInOpenState(Duration.ofSeconds(30)));
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
                check();
            }
            heal();
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 3) {
                failures = random.nextInt(3) / 2.0;
            } else if (dice < 5 && trouble != Trouble.NONE) {
                disturbTheStore();
            } else if (dice < 7 && trouble == Trouble.ALL) {
                disturbTheFleet();
            } else if (dice < 15) {
                lab.pass(Duration.ofMillis(10L + random.nextInt(3_000)));
            } else {
                lab.pass(Duration.ofMillis(10), this::someCalls);
            }
        }

        private void someCalls() {
            for (Instance instance : List.copyOf(lab.instances)) {
                if (random.nextInt(3) == 0) {
                    begin(instance);
                }
            }
            for (Iterator<Running> i = running.iterator(); i.hasNext(); ) {
                if (random.nextInt(4) == 0) {
                    end(i.next().permit);
                    i.remove();
                }
            }
        }

        private void begin(Instance instance) {
            State before = instance.state();
            Permit permit = instance.begin();
            if (permit == null) {
                return;
            }
            boolean probe = before == State.HALF_OPEN;
            running.add(new Running(instance, permit, probe));
        }

        private void end(Permit permit) {
            if (random.nextInt(20) == 0) {
                permit.release();
            } else if (random.nextDouble() < failures) {
                permit.failure(new IllegalStateException());
            } else {
                permit.success();
            }
        }

        private void disturbTheStore() {
            switch (random.nextInt(4)) {
                case 0 -> lab.store.fails = !lab.store.fails;
                case 1 -> lab.store.hangs = !lab.store.hangs;
                case 2 -> lab.store.losesAnswers = !lab.store.losesAnswers;
                default -> lab.store.losesItsData();
            }
        }

        private void disturbTheFleet() {
            Instance any = lab.get(random.nextInt(lab.instances.size()));
            switch (random.nextInt(5)) {
                case 0 -> lab.start("born" + born++);
                case 1 -> kill(any);
                case 2 ->
                    any.fleet.overrule("payment", MODES.get(random.nextInt(3)), "chaos", "test", Duration.ofSeconds(5));
                case 3 -> any.fleet.release("payment");
                default -> any.fleet.closeForAll("payment");
            }
        }

        private void kill(Instance instance) {
            if (lab.instances.size() > 1) {
                instance.die();
                running.removeIf(call -> call.instance == instance);
            }
        }

        private void check() {
            for (Instance instance : lab.instances) {
                long epoch = instance.snapshot().view().state().epoch();
                assertThat(epoch)
                        .as("epoch of %s", instance.breaker)
                        .isGreaterThanOrEqualTo(epochs.getOrDefault(instance, 0L));
                epochs.put(instance, epoch);
                assertThat(instance.breaker.snapshot().retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(30));
            }
            if (trouble == Trouble.NONE) {
                assertThat(running.stream()
                                .filter(Running::probe)
                                .filter(this::isOfThisPhase)
                                .count())
                        .as("probes at a time")
                        .isLessThanOrEqualTo(1);
            }
        }

        /** Where the fleet has gone on without a probe, as one that hangs is a slow one, there may be another. */
        private boolean isOfThisPhase(Running call) {
            return lab.get(0).snapshot().view().state().phase() == FleetPhase.HALF_OPEN
                    && call.instance.breaker.machine().inForce().inFlight.totalOverdue(lab.time.nanoTime()) == 0
                    && call.instance.breaker.machine().inForce() instanceof LeasedHalfOpen leased
                    && leased.lease != null
                    && leased.lease.isTaken()
                    && leased.lease.outcome() == null;
        }

        /** Everything works again, and calls come: then all breakers must close, within the time that probes may take. */
        private void heal() {
            lab.store.fails = false;
            lab.store.hangs = false;
            lab.store.losesAnswers = false;
            running.forEach(call -> call.permit.success());
            running.clear();
            lab.pass(Duration.ofMinutes(2), () -> lab.callAll(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.instances).allSatisfy(instance -> {
                FleetState known = instance.snapshot().view().state();
                assertThat(instance.snapshot().attached()).isTrue();
                assertThat(known.phase()).isEqualTo(FleetPhase.CLOSED);
                assertThat(known.epoch())
                        .isEqualTo(lab.get(0).snapshot().view().state().epoch());
            });
        }
    }

    private static void runs(String name, int runs, Trouble trouble) {
        long first = Long.getLong("proof.seed", System.nanoTime());
        System.out.println("FleetChaosTest." + name + ": " + runs + " schedules from seed " + first);
        for (int run = 0; run < runs; run++) {
            try {
                new Chaos(first + run, trouble).run();
            } catch (Throwable thrown) {
                throw new AssertionError("Rerun: -Dproof.seed=" + (first + run) + " -Dproof.runs=1", thrown);
            }
        }
    }

    @Test
    void oneProbeAtATimeAndNoStallWhateverCallsDo() {
        runs("oneProbeAtATime", Proof.runs(12), Trouble.NONE);
    }

    @Test
    void theFleetIsOneAgainWhateverTheStoreHasDone() {
        runs("theFleetIsOneAgain", Proof.runs(12), Trouble.STORE);
    }

    @Test
    void theFleetIsOneAgainWhoeverHasComeDiedOrIntervened() {
        runs("whoeverHasCome", Proof.runs(12), Trouble.ALL);
    }

    @Test
    void oneInstanceThatFailsNeverOpensTheFleet() {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        System.out.println("FleetChaosTest.oneInstanceThatFails: seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < Proof.runs(10); run++) {
            FleetLab lab = new FleetLab(3 + random.nextInt(5), random, builder -> builder);
            int sick = random.nextInt(lab.instances.size());
            int busy = 1 + random.nextInt(50); // as load balancers love who answers quickly
            int unlucky = random.nextInt(5);
            lab.pass(Duration.ofSeconds(20), () -> {
                for (int i = 0; i < busy; i++) {
                    lab.get(sick).call(false);
                }
                lab.instances.stream()
                        .filter(instance -> instance != lab.get(sick))
                        .forEach(instance -> instance.call(random.nextInt(100) >= unlucky));
            });

            assertThat(lab.instances.stream().filter(i -> i != lab.get(sick)).map(Instance::state))
                    .as("seed %d, run %d", seed, run)
                    .containsOnly(State.CLOSED);
            assertThat(lab.get(0).snapshot().view().state().epoch()).isZero();
        }
    }
}
