package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What can happen to a breaker in the proofs. Steps always make sense, whatever came before: so any of them can be left out. */
sealed interface Step {

    /** A call begins that ends in a later step: with a permit, or inside {@code call} on a thread of its own. */
    record Begin(boolean onThread) implements Step {}

    /** One of the begun calls ends, if there is one; {@code again}: and then another outcome is told, which must not count. */
    record End(int which, Ending how, boolean again) implements Step {}

    /** A call on this thread, during which other things happen, calls of the same breaker among them. */
    record Call(Ending how, List<Step> inside) implements Step {}

    /** Time passes. */
    record Pass(Duration time) implements Step {}

    /** Somebody reads all numbers. */
    record Look() implements Step {}

    /** Somebody changes the state. */
    record Move(State to) implements Step {}

    /** Somebody starts the breaker anew. */
    record Reset() implements Step {}

    /** Somebody changes the configuration. */
    record Reconfigure(Setup to) implements Step {}

    /** Draws steps. Good and bad times alternate, so that breakers open and close again by themselves. */
    final class Source {

        private static final List<Ending> ENDINGS = List.of(Ending.values());
        private static final List<State> STATES = List.of(State.values());

        private final Random random;
        private final boolean reconfigures;
        private Setup setup;
        private boolean bad;

        Source(Random random, Setup setup, boolean reconfigures) {
            this.random = random;
            this.setup = setup;
            this.reconfigures = reconfigures;
        }

        List<Step> steps(int count) {
            return steps(count, 0);
        }

        private List<Step> steps(int count, int depth) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                steps.add(step(depth));
            }
            return steps;
        }

        private Step step(int depth) {
            bad ^= random.nextInt(30) == 0;
            int dice = random.nextInt(200);
            if (dice < 40) {
                return new Step.Begin(random.nextInt(8) == 0);
            } else if (dice < 85) {
                return new Step.End(random.nextInt(100), ending(), random.nextInt(10) == 0);
            } else if (dice < 115) {
                return new Step.Call(ending(), depth == 2 ? List.of() : steps(random.nextInt(4), depth + 1));
            } else if (dice < 150) {
                return new Step.Pass(setup.someTime(random));
            } else if (dice < 192) {
                return new Step.Look();
            } else if (dice < 196) {
                return new Step.Move(STATES.get(random.nextInt(STATES.size())));
            } else if (dice < 198 || !reconfigures) {
                return new Step.Reset();
            }
            setup = setup.changed(random);
            return new Step.Reconfigure(setup);
        }

        private Ending ending() {
            return random.nextInt(10) < (bad ? 3 : 9) ? Ending.RESULT : ENDINGS.get(random.nextInt(ENDINGS.size()));
        }
    }
}
