package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {

    private static final long ORIGIN = Long.parseLong("9223372036854774807"); // crosses the overflow at once
    private static final long THRESHOLD = Duration.ofMillis(100).toNanos();
    private static final long BUCKET = 1L << 23; // the power of two next below an eighth of the threshold

    private static InFlight create() {
        return InFlight.following(null, ORIGIN, THRESHOLD);
    }

    @Test
    void aCallIsOverdueOnceItHasRunLongerThanTheThreshold() {
        InFlight calls = create();
        calls.start(ORIGIN);

        assertThat(calls.overdue(ORIGIN + THRESHOLD)).isZero();
        assertThat(calls.overdue(ORIGIN + THRESHOLD + BUCKET)).isEqualTo(1);
        calls.finish(ORIGIN);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + BUCKET)).isZero();
        assertThat(calls.totalRunning()).isZero();
    }

    @Test
    void aCallInALaneIsOverdueToTheNanosecond() {
        InFlight calls = create();
        Lane lane = calls.enter(ORIGIN + 1);
        assertThat(lane).isNotNull();
        assertThat(calls.totalRunning()).isEqualTo(1);

        assertThat(calls.overdue(ORIGIN + 1 + THRESHOLD)).isZero();
        assertThat(calls.overdue(ORIGIN + 2 + THRESHOLD)).isEqualTo(1);
        calls.leave(lane, ORIGIN + 1);
        assertThat(calls.overdue(ORIGIN + 2 + THRESHOLD)).isZero();
        assertThat(calls.totalRunning()).isZero();
    }

    @Test
    void underAShortThresholdALoneCallInTheRingIsOverdueToTheNanosecond() {
        InFlight calls = InFlight.following(null, ORIGIN, 1_000);
        calls.start(ORIGIN + 3);

        assertThat(calls.overdue(ORIGIN + 3 + 1_000)).isZero();
        assertThat(calls.overdue(ORIGIN + 4 + 1_000)).isEqualTo(1);
    }

    @Test
    void aCallThatBeginsWithTheStayIsSeen() {
        InFlight calls = create();
        calls.enter(ORIGIN);

        assertThat(calls.totalRunning()).isEqualTo(1);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + 1)).isEqualTo(1);
    }

    @Test
    void aCallInsideACallDoesNotTakeItsLane() {
        InFlight calls = create();
        Lane outer = calls.enter(ORIGIN);
        Lane inner = calls.enter(ORIGIN + THRESHOLD);
        assertThat(inner).isNull();
        assertThat(calls.totalRunning()).isEqualTo(2);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + 1)).isEqualTo(1);

        calls.leave(inner, ORIGIN + THRESHOLD);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + 1)).isEqualTo(1);
        calls.leave(outer, ORIGIN);
        assertThat(calls.totalRunning()).isZero();
    }

    @Test
    void callsOfThreadsWithoutALaneCountToo() throws InterruptedException {
        InFlight calls = create();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch entered = new CountDownLatch(2 * Lanes.MOST);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2 * Lanes.MOST; i++) {
            Thread thread = new Thread(() -> {
                Lane lane = calls.enter(ORIGIN);
                entered.countDown();
                try {
                    end.await();
                } catch (InterruptedException called) {
                    Thread.currentThread().interrupt();
                }
                calls.leave(lane, ORIGIN);
            });
            threads.add(thread);
            thread.start();
        }
        entered.await();
        assertThat(calls.totalRunning()).isEqualTo(2 * Lanes.MOST);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + BUCKET)).isEqualTo(2 * Lanes.MOST);

        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(calls.totalRunning()).isZero();
        assertThat(calls.overdue(ORIGIN + THRESHOLD + BUCKET)).isZero();
    }

    @Test
    void aThreadThatReadTheClockEarlierDoesNotCallNewerCallsOverdue() {
        InFlight calls = create();
        long early = ORIGIN + 10 * BUCKET - 1;
        calls.start(early + 1); // another thread, which read the clock a nanosecond later, in the next bucket

        assertThat(calls.overdue(early)).isZero();
        assertThat(calls.overdue(early + 1)).isZero();
    }

    @Test
    void aThreadThatReadTheClockLongAgoDoesNotCallNewerCallsOverdue() {
        InFlight calls = create();
        for (int bucket = 40; bucket < 72; bucket++) {
            calls.start(ORIGIN + bucket * BUCKET);
        }

        assertThat(calls.overdue(ORIGIN)).isZero();
    }

    @Test
    void aCallWhoseBucketIsGoneWhenItIsCountedIsOverdueAndEndsAsOne() {
        InFlight calls = create();
        calls.start(ORIGIN + 32 * BUCKET);
        calls.start(ORIGIN);
        assertThat(calls.totalRunning()).isEqualTo(2);
        assertThat(calls.overdue(ORIGIN + 32 * BUCKET)).isEqualTo(1);

        calls.finish(ORIGIN);

        assertThat(calls.overdue(ORIGIN + 32 * BUCKET)).isZero();
        assertThat(calls.totalRunning()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 23, (1L << 27) + 1, (1L << 28) - 1, (1L << 31) + 1, (1L << 32) - 1, 3L << 31})
    void callsAfterAVeryLongSilenceAreNotOverdue(long silentBuckets) {
        InFlight calls = create();
        long later = ORIGIN + silentBuckets * BUCKET;
        for (int i = 0; i < 10; i++) {
            calls.start(later + i * BUCKET);
        }

        assertThat(calls.overdue(later + 10 * BUCKET)).isZero();
        assertThat(calls.totalRunning()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 65_536, 1_000_000, 100_000_000, 60_000_000_000L, 1L << 48})
    void behavesLikeAListOfStartTimes(long threshold) {
        long seed = System.nanoTime() ^ threshold;
        System.out.println("InFlightTest.behavesLikeAListOfStartTimes seed " + seed);
        Random random = new Random(seed);
        InFlight calls = InFlight.following(null, ORIGIN, threshold);
        List<Long> running = new ArrayList<>();
        long slack = Math.max(threshold / 8, 256);
        long now = ORIGIN;
        for (int step = 0; step < 20_000; step++) {
            now += (long) (random.nextDouble() * random.nextDouble() * slack * (step % 100 == 0 ? 40 : 1));
            if (running.size() < 30 && random.nextInt(3) > 0) {
                calls.start(now);
                running.add(now);
            } else if (!running.isEmpty()) {
                calls.finish(running.remove(random.nextInt(running.size())));
            }
            long surely = count(running, now, threshold + slack);
            long atMost = count(running, now, threshold);
            assertThat((long) calls.overdue(now)).as("step %s", step).isBetween(surely, atMost);
            assertThat(calls.totalRunning()).as("step %s", step).isEqualTo(running.size());
        }
    }

    private static long count(List<Long> starts, long now, long longerThan) {
        return starts.stream().filter(start -> now - start > longerThan).count();
    }

    @Test
    void aSweepIsDueOncePerBucket() {
        InFlight calls = create();
        assertThat(calls.isSweepDue(ORIGIN + BUCKET - 1)).isFalse();
        assertThat(calls.isSweepDue(ORIGIN + BUCKET)).isTrue();

        calls.overdue(ORIGIN + BUCKET);

        assertThat(calls.isSweepDue(ORIGIN + 2 * BUCKET - 1)).isFalse();
        assertThat(calls.isSweepDue(ORIGIN + 2 * BUCKET)).isTrue();
    }

    @Test
    void callsOfEarlierStaysCountInTheTotalsOnly() {
        InFlight first = create();
        first.start(ORIGIN);
        InFlight second = InFlight.following(first, ORIGIN + 1, THRESHOLD);
        second.start(ORIGIN + 1);
        InFlight third = InFlight.following(second, ORIGIN + 2, THRESHOLD);
        long later = ORIGIN + 2 * THRESHOLD;

        assertThat(third.totalRunning()).isEqualTo(2);
        assertThat(third.totalOverdue(later)).isEqualTo(2);
        assertThat(third.overdue(later)).isZero();
        first.finish(ORIGIN);
        second.finish(ORIGIN + 1);
        assertThat(third.totalRunning()).isZero();
    }

    @Test
    void aChangedThresholdKeepsTheRunningCallsOfThisStayAlone() {
        InFlight before = create();
        before.start(ORIGIN);
        InFlight calls = InFlight.following(before, ORIGIN, THRESHOLD);
        calls.start(ORIGIN);
        InFlight changed = calls;
        for (int i = 1; i <= 5; i++) {
            changed = changed.withThreshold(THRESHOLD / 2 + i, ORIGIN + 1);
        }
        changed.start(ORIGIN + 1);
        long later = ORIGIN + 2 * THRESHOLD;

        assertThat(changed.overdue(later)).isEqualTo(2);
        assertThat(changed.totalOverdue(later)).isEqualTo(3);
        calls.finish(ORIGIN);
        assertThat(changed.overdue(later)).isEqualTo(1);
    }

    @Test
    void aStayIsNotForgottenWhileACallRunsInOneOfItsLanes() {
        InFlight first = create();
        Lane lane = first.enter(ORIGIN);
        InFlight calls = first;
        for (int i = 0; i < 5; i++) {
            calls = InFlight.following(calls, ORIGIN + 1, THRESHOLD);
        }

        assertThat(calls.totalRunning()).isEqualTo(1);
        assertThat(calls.totalOverdue(ORIGIN + THRESHOLD + 1)).isEqualTo(1);
        assertThat(calls.overdue(ORIGIN + THRESHOLD + 1)).isZero();
        first.leave(lane, ORIGIN);
        assertThat(calls.totalRunning()).isZero();
    }

    @Test
    void aCallThatStartsInAStayWhichJustEndedStillCountsInTheTotals() {
        InFlight ended = create();
        InFlight next = InFlight.following(ended, ORIGIN, THRESHOLD);
        ended.start(ORIGIN);

        assertThat(next.totalRunning()).isEqualTo(1);
    }

    @Test
    void thousandsOfStaysWithHungCallsCanStillBeCounted() throws InterruptedException {
        InFlight calls = create();
        for (int i = 0; i < 3_000; i++) {
            calls.start(ORIGIN);
            calls = InFlight.following(calls, ORIGIN, THRESHOLD);
        }
        InFlight last = calls;
        List<Integer> counted = new ArrayList<>();

        Thread withASmallStack = new Thread(
                null,
                () -> {
                    counted.add(last.totalRunning());
                    counted.add(last.totalOverdue(ORIGIN + 2 * THRESHOLD));
                },
                "small",
                64 * 1024);
        withASmallStack.start();
        withASmallStack.join();

        assertThat(counted).containsExactly(3_000, 3_000);
    }

    @Test
    void staysInWhichNothingRunsAreForgotten() {
        InFlight hung = create();
        hung.start(ORIGIN);
        InFlight calls = hung;
        for (int i = 0; i < 1_000; i++) {
            calls = InFlight.following(calls, ORIGIN, THRESHOLD);
        }

        assertThat(calls).extracting("earlier").extracting("earlier").isSameAs(hung);
    }

    @Test
    void aStayIsForgottenOnceTheCallsInItsRingHaveEndedOverdueOrNot() {
        InFlight first = create();
        first.start(ORIGIN);
        first.start(ORIGIN + THRESHOLD);
        assertThat(first.overdue(ORIGIN + THRESHOLD + BUCKET)).isEqualTo(1);
        first.finish(ORIGIN);
        first.finish(ORIGIN + THRESHOLD);

        InFlight second = InFlight.following(first, ORIGIN, THRESHOLD);
        InFlight third = InFlight.following(second, ORIGIN, THRESHOLD);

        assertThat(third).extracting("earlier").isSameAs(second);
        assertThat(second).extracting("earlier").isNull();
    }
}
