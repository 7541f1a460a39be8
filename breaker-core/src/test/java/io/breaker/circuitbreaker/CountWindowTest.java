package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountWindowTest {

    /** The plain truth: the last outcomes in a queue. */
    private static final class Model {

        private final Deque<Integer> outcomes = new ArrayDeque<>();
        private final int size;

        Model(int size) {
            this.size = size;
        }

        void record(int outcome) {
            outcomes.addLast(outcome);
            if (outcomes.size() > size) {
                outcomes.removeFirst();
            }
        }

        Tally tally(int moreSlow) {
            Model later = new Model(size);
            outcomes.forEach(later::record);
            for (int i = 0; i < moreSlow; i++) {
                later.record(Window.SLOW);
            }
            int failed = 0;
            int slow = 0;
            int both = 0;
            for (int outcome : later.outcomes) {
                failed += outcome & Window.FAILED;
                slow += (outcome & Window.SLOW) / Window.SLOW;
                both += outcome / (Window.FAILED | Window.SLOW);
            }
            return new Tally(later.outcomes.size(), failed, slow, both);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 10, 100, 127, 128, 1000, 32_767})
    void behavesLikeAQueueOfTheLastOutcomes(int size) {
        long seed = System.nanoTime() ^ size;
        System.out.println("CountWindowTest.behavesLikeAQueueOfTheLastOutcomes seed " + seed);
        Random random = new Random(seed);
        CountWindow window = new CountWindow(size);
        Model model = new Model(size);
        int steps = Math.max(3_000, 5 * size);
        int checkEvery = Math.max(1, steps / 1_000);
        int badness = 50;
        for (int step = 0; step < steps; step++) {
            if (step % 50 == 0) {
                badness = random.nextInt(4) * 33; // stretches of nothing but successes among them
            }
            int outcome = random.nextInt(100) < badness ? random.nextInt(4) : 0;
            window.record(outcome, 0);
            model.record(outcome);
            if (step % checkEvery == 0) {
                int moreSlow = random.nextInt(3) == 0 ? random.nextInt(size + 2) : 0;
                assertThat(window.tally(0, 0)).as("step %s", step).isEqualTo(model.tally(0));
                assertThat(window.tally(0, moreSlow))
                        .as("step %s, %s more", step, moreSlow)
                        .isEqualTo(model.tally(moreSlow));
            }
        }
        assertThat(window.tally(0, 0)).isEqualTo(model.tally(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10, 99, 100, 101, 250})
    void aResizedWindowKeepsTheNewestOutcomesInTheirOrder(int newSize) {
        long seed = System.nanoTime() ^ newSize;
        System.out.println("CountWindowTest.aResizedWindowKeepsTheNewestOutcomes seed " + seed);
        Random random = new Random(seed);
        for (int calls : new int[] {0, 1, 50, 100, 101, 333}) {
            CountWindow window = new CountWindow(100);
            Model model = new Model(Math.min(newSize, 100));
            for (int i = 0; i < calls; i++) {
                int outcome = random.nextInt(4);
                window.record(outcome, 0);
                model.record(outcome);
            }
            CountWindow resized = window.resized(newSize);
            assertThat(resized.tally(0, 0)).as("%s calls", calls).isEqualTo(model.tally(0));
            Model next = new Model(newSize);
            model.outcomes.forEach(next::record);
            for (int i = 0; i < 2 * newSize; i++) {
                int outcome = random.nextInt(4);
                resized.record(outcome, 0);
                next.record(outcome);
                assertThat(resized.tally(0, 0)).isEqualTo(next.tally(0));
            }
        }
    }

    @Test
    void moreSlowCallsThanFitFillTheWindow() {
        CountWindow window = new CountWindow(5);
        window.record(Window.FAILED, 0);

        assertThat(window.tally(0, 3)).isEqualTo(new Tally(4, 1, 3, 0));
        assertThat(window.tally(0, 4)).isEqualTo(new Tally(5, 1, 4, 0));
        assertThat(window.tally(0, 5)).isEqualTo(new Tally(5, 0, 5, 0));
        assertThat(window.tally(0, 50)).isEqualTo(new Tally(5, 0, 5, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100})
    void aLapOfTheRingIsNotMistakenForStandingStill(int size) {
        CountWindow window = new CountWindow(size);
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 1_000 * size; i++) {
            window.record(i % size == 0 ? Window.FAILED : 0, 0);
            assertThat(seen.add(totals(window)))
                    .as("a new value after %s calls", i)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100})
    void aSuccessIntoAFullWindowOfSuccessesWritesNothing(int size) {
        CountWindow window = new CountWindow(size);
        window.record(Window.FAILED | Window.SLOW, 0);
        for (int i = 0; i < size; i++) { // the last of them pushes the failure out
            window.record(0, 0);
        }
        Object before = totals(window);

        for (int i = 0; i < 3 * size; i++) {
            window.record(0, 0);
        }

        assertThat(totals(window)).isEqualTo(before);
        assertThat(window.tally(0, 0)).isEqualTo(new Tally(size, 0, 0, 0));
    }

    private static Object totals(CountWindow window) {
        try {
            Field field = CountWindow.class.getDeclaredField("totals");
            field.setAccessible(true);
            return field.getLong(window);
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("the field was renamed", changed);
        }
    }
}
