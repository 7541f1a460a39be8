package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {

    private static final long ORIGIN = Long.parseLong("9223372036854774807");
    private static final long SECOND = 1_000_000_000L;

    private record Call(long bucket, int outcome) {}

    @ParameterizedTest
    @CsvSource({"1, 100000000", "5, 500000000", "10, 1000000000", "37, 1000000000", "60, 1000000000", "600, 10000000000"
    })
    void behavesLikeAListOfCallsByBucket(int seconds, long bucketNanos) {
        long seed = System.nanoTime() ^ seconds;
        System.out.println("TimeWindowTest.behavesLikeAListOfCallsByBucket seed " + seed);
        Random random = new Random(seed);
        int buckets = (int) (seconds * SECOND / bucketNanos);
        TimeWindow window = new TimeWindow(seconds, ORIGIN);
        List<Call> calls = new ArrayList<>();
        long age = 0;
        for (int step = 0; step < 5_000; step++) {
            age += random.nextInt(500) == 0
                    ? random.nextLong(3L * buckets * bucketNanos) // an idle gap
                    : random.nextLong(bucketNanos / 5);
            int outcome = random.nextInt(4);
            long straggling = random.nextInt(5) == 0 ? random.nextLong(2 * bucketNanos) : 0;
            long at = Math.max(0, age - straggling);
            window.record(outcome, ORIGIN + at);
            calls.add(new Call(at / bucketNanos, outcome));

            assertThat(window.tally(ORIGIN + age, 0))
                    .as("step %s", step)
                    .isEqualTo(tally(calls, age / bucketNanos, buckets));
        }
    }

    private static Tally tally(List<Call> calls, long now, int buckets) {
        calls.removeIf(call -> now - call.bucket >= buckets);
        int failed = 0;
        int slow = 0;
        int both = 0;
        for (Call call : calls) {
            failed += call.outcome & Window.FAILED;
            slow += (call.outcome & Window.SLOW) / Window.SLOW;
            both += call.outcome / (Window.FAILED | Window.SLOW);
        }
        return new Tally(calls.size(), failed, slow, both);
    }

    @Test
    void moreSlowCallsComeOnTop() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(Window.FAILED, ORIGIN);

        assertThat(window.tally(ORIGIN, 3)).isEqualTo(new Tally(4, 1, 3, 0));
    }

    @Test
    void aCallFromBeforeTheWindowIsLeftOut() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(Window.FAILED, ORIGIN + 10 * SECOND);
        window.record(Window.FAILED | Window.SLOW, ORIGIN);

        assertThat(window.tally(ORIGIN + 10 * SECOND, 0)).isEqualTo(new Tally(1, 1, 0, 0));
    }

    @Test
    void aSuccessFromBeforeTheWindowIsLeftOutAndTakesNothingAway() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, ORIGIN + 10 * SECOND);

        assertThat(window.record(0, ORIGIN)).isFalse();

        assertThat(window.tally(ORIGIN + 10 * SECOND, 0)).isEqualTo(new Tally(1, 0, 0, 0));
    }

    @Test
    void tellsWhenOldCallsMayHaveLeft() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, ORIGIN);
        assertThat(window.record(0, ORIGIN + SECOND - 1)).isFalse();
        assertThat(window.record(0, ORIGIN + SECOND)).isTrue();
        assertThat(window.record(0, ORIGIN + SECOND + 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 23) - 1, (1L << 23) + 1, (1L << 24) - 1, (1L << 24) + 1, 3L << 23})
    void countsAfterAVeryLongSilence(long silentBuckets) {
        TimeWindow window = new TimeWindow(1, ORIGIN);
        long later = ORIGIN + silentBuckets * Duration.ofMillis(100).toNanos();
        window.record(Window.FAILED, later);
        window.record(Window.SLOW, later);

        assertThat(window.tally(later, 0)).isEqualTo(new Tally(2, 1, 1, 0));
    }

    @Test
    void manyCallsInOneBucketDoNotHideTheFailuresThatFollow() {
        TimeWindow window = new TimeWindow(3_600, ORIGIN);
        window.record(0, 1_500_000, ORIGIN);
        window.record(Window.FAILED, 1_500_000, ORIGIN);

        Tally tally = window.tally(ORIGIN, 0);

        assertThat(tally.calls()).isEqualTo(3_000_000);
        assertThat(tally.failureRate()).isEqualTo(50);
    }

    @Test
    void moreCallsThanAnIntHoldsKeepTheirRates() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        for (int i = 0; i < 4; i++) {
            window.record(0, Integer.MAX_VALUE, ORIGIN);
            window.record(Window.FAILED | Window.SLOW, Integer.MAX_VALUE, ORIGIN);
        }

        Tally tally = window.tally(ORIGIN, 0);

        assertThat(tally.calls()).isPositive();
        assertThat(tally.failureRate()).isBetween(49.99, 50.01);
        assertThat(tally.slowCallRate()).isBetween(49.99, 50.01);
        assertThat(tally.slowFailed()).isEqualTo(tally.failed());
    }

    @Test
    void aReaderBehindABucketThatChangedHandsSeesNoSlowCallsWithoutTheirCalls() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, 50, ORIGIN);
        window.record(Window.SLOW, 50, ORIGIN);
        window.record(0, 10, ORIGIN + 5 * SECOND);
        window.record(0, 1, ORIGIN + 10 * SECOND); // takes the first bucket over

        Tally tally = window.tally(ORIGIN + 10 * SECOND - 1, 0);

        assertThat(tally).isEqualTo(new Tally(11, 0, 0, 0));
    }

    @Test
    void aReaderBehindALaneThatMovedOnSeesNoFailuresWithoutTheSuccessesOfTheirTime() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        for (int i = 0; i < 50; i++) {
            window.record(0, ORIGIN);
        }
        window.record(Window.FAILED, ORIGIN);
        window.record(0, ORIGIN + 10 * SECOND); // takes the lane's first bucket over

        assertThat(window.tally(ORIGIN + 10 * SECOND - 1, 0)).isEqualTo(new Tally(1, 0, 0, 0));
    }

    @Test
    void aLateSuccessDoesNotHideALaneFromItsReaders() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, ORIGIN + 9 * SECOND);
        window.record(0, ORIGIN); // read the clock nine seconds ago

        assertThat(window.tally(ORIGIN + 10 * SECOND, 0)).isEqualTo(new Tally(1, 0, 0, 0));
    }

    @Test
    void aThreadWithoutALaneCountsAndTellsWhenOldCallsMayHaveLeft() throws InterruptedException {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> others = takeAllLanes(window, end);
        assertThat(window.lanes().mine()).isNull();

        assertThat(window.record(0, ORIGIN)).isFalse(); // the very first bucket is nobody's successor
        assertThat(window.record(0, ORIGIN)).isFalse();
        assertThat(window.record(0, ORIGIN + SECOND)).isTrue();
        assertThat(window.record(0, ORIGIN + SECOND)).isFalse();

        assertThat(window.tally(ORIGIN + SECOND, 0)).isEqualTo(new Tally(others.size() + 4, 0, 0, 0));
        assertThat(window.record(0, ORIGIN + 11 * SECOND)).isTrue();
        assertThat(window.record(0, ORIGIN)).isFalse(); // from before the window
        assertThat(window.tally(ORIGIN + 11 * SECOND, 0)).isEqualTo(new Tally(1, 0, 0, 0));
        end.countDown();
        for (Thread other : others) {
            other.join();
        }
    }

    /** Starts threads that count a success and stay alive, until the lanes are all theirs. */
    private static List<Thread> takeAllLanes(TimeWindow window, CountDownLatch end) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        while (Arrays.stream(window.lanes().all()).filter(Objects::nonNull).count() < Lanes.MOST) {
            CountDownLatch counted = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                window.record(0, ORIGIN);
                counted.countDown();
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            counted.await();
            threads.add(thread);
        }
        return threads;
    }

    @Test
    void aReshapedWindowKeepsItsRates() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, 1_200_000, ORIGIN);
        window.record(Window.FAILED, 1_200_000, ORIGIN);
        CircuitBreakerConfig.Builder changed = CircuitBreakerConfig.builder();

        Window longer = Window.reshaped(
                window,
                changed.slidingWindowType(SlidingWindowType.TIME_BASED)
                        .slidingWindowSize(20)
                        .build(),
                ORIGIN);
        Window count = Window.reshaped(
                window, changed.slidingWindowType(SlidingWindowType.COUNT_BASED).build(), ORIGIN);

        assertThat(longer.tally(ORIGIN, 0)).isEqualTo(new Tally(2_400_000, 1_200_000, 0, 0));
        assertThat(count.tally(ORIGIN, 0)).isEqualTo(new Tally(20, 10, 0, 0));
    }

    @Test
    void aReshapedWindowKeepsEachKindsShareOfTheCalls() {
        TimeWindow window = new TimeWindow(10, ORIGIN);
        window.record(0, 40, ORIGIN);
        window.record(Window.FAILED, 30, ORIGIN);
        window.record(Window.SLOW, 20, ORIGIN);
        window.record(Window.FAILED | Window.SLOW, 10, ORIGIN);

        Window count = Window.reshaped(
                window, CircuitBreakerConfig.builder().slidingWindowSize(10).build(), ORIGIN);

        assertThat(count.tally(ORIGIN, 0)).isEqualTo(new Tally(10, 4, 3, 1));
    }
}
