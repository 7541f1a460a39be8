package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.internal.RetryImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A retry makes the same attempts, after the same waits and to the same end, as one of Resilience4j. Where they differ on
 * purpose, a test of its own shows it: the random calls contain nothing of the kind.
 */
class RetryDifferentialTest {

    /** What a call did: its waits in milliseconds, its attempts, and its result or exception. */
    private record Course(
            List<Long> waits,
            int attempts,
            @Nullable Object result,
            @Nullable String thrown) {}

    private static final List<Long> theirWaits = new ArrayList<>();

    @BeforeAll
    static void theirsDoNotSleep() {
        RetryImpl.setSleepFunction(theirWaits::add);
    }

    @AfterAll
    static void theirsSleepAgain() {
        RetryImpl.setSleepFunction(Thread::sleep);
    }

    /** The settings of both. */
    private record Setup(int attempts, int millis, double growth, int longest, boolean listed, boolean fails) {

        static Setup random(Random random) {
            double[] growths = {1, 2, 3, 10};
            return new Setup(
                    1 + random.nextInt(8),
                    1 + random.nextInt(1_000),
                    growths[random.nextInt(growths.length)],
                    1_000 + random.nextInt(100_000),
                    random.nextBoolean(),
                    random.nextBoolean());
        }

        RetryConfig ours() {
            return RetryConfig.builder()
                    .maxAttempts(attempts)
                    .waitDuration(Duration.ofMillis(millis))
                    .enableExponentialBackoff(growth > 1)
                    .exponentialBackoffMultiplier(growth)
                    .exponentialMaxWaitDuration(Duration.ofMillis(longest))
                    .enableRandomizedWait(true)
                    .randomizedWaitFactor(0)
                    .retryExceptions(listed ? List.of(IOException.class) : List.of())
                    .ignoreExceptions(IllegalArgumentException.class)
                    .resultPredicate("unwanted"::equals)
                    .failAfterMaxAttempts(fails)
                    .build();
        }

        io.github.resilience4j.retry.RetryConfig theirs() {
            var builder = io.github.resilience4j.retry.RetryConfig.custom()
                    .maxAttempts(attempts)
                    .intervalFunction(
                            growth > 1
                                    ? IntervalFunction.ofExponentialBackoff(millis, growth, longest)
                                    : IntervalFunction.of(millis))
                    .ignoreExceptions(IllegalArgumentException.class)
                    .retryOnResult("unwanted"::equals)
                    .failAfterMaxAttempts(fails);
            return listed ? builder.retryExceptions(IOException.class).build() : builder.build();
        }
    }

    /** What the attempts of a call do, one after the other. */
    private static final class Script {

        private final List<Object> ends;
        private int attempts;

        Script(List<Object> ends) {
            this.ends = ends;
        }

        Object attempt() throws Throwable {
            Object end = ends.get(attempts++);
            if (end instanceof Throwable thrown) {
                throw thrown;
            }
            return end;
        }
    }

    private static Course ours(Setup setup, List<Object> ends) {
        ManualTime time = new ManualTime();
        List<Long> waits = new ArrayList<>();
        Retry retry = new Retry(
                "ours",
                setup.ours(),
                time,
                new ManualTimer(time),
                nanos -> waits.add(Duration.ofNanos(nanos).toMillis()));
        Script script = new Script(ends);
        Object[] result = new Object[1];
        Throwable thrown = catchThrowable(() -> result[0] = retry.call(script::attempt));
        return new Course(waits, script.attempts, result[0], name(thrown));
    }

    private static Course theirs(Setup setup, List<Object> ends) {
        theirWaits.clear();
        io.github.resilience4j.retry.Retry retry = io.github.resilience4j.retry.Retry.of("theirs", setup.theirs());
        Script script = new Script(ends);
        Object[] result = new Object[1];
        Throwable thrown = catchThrowable(() -> result[0] = retry.executeCheckedSupplier(script::attempt));
        return new Course(List.copyOf(theirWaits), script.attempts, result[0], name(thrown));
    }

    private static @Nullable String name(@Nullable Throwable thrown) {
        return thrown == null ? null : thrown.getClass().getSimpleName();
    }

    @Test
    void makesTheSameAttemptsAfterTheSameWaitsAsResilience4j() {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        int runs = Integer.getInteger("proof.runs", 5_000);
        System.out.println("RetryDifferentialTest: " + runs + " calls from seed " + seed);
        for (int run = 0; run < runs; run++) {
            Random random = new Random(seed + run);
            Setup setup = Setup.random(random);
            List<Object> ends = ends(random, setup.attempts);

            assertThat(ours(setup, ends))
                    .as(
                            "as Resilience4j; rerun with -Dproof.seed=%s -Dproof.runs=1; %s, attempts end with %s",
                            seed + run, setup, ends)
                    .isEqualTo(theirs(setup, ends));
        }
    }

    private static List<Object> ends(Random random, int attempts) {
        List<Object> ends = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            ends.add(
                    switch (random.nextInt(10)) {
                        case 0 -> "good";
                        case 1, 2 -> "unwanted";
                        case 3 -> new IllegalArgumentException("ignored");
                        case 4 -> new IllegalStateException("retried unless others are listed");
                        default -> new IOException("retried");
                    });
        }
        return ends;
    }

    private static final Setup THREE = new Setup(3, 10, 1, 1_000, false, true);

    @Test
    void onlyBreakerDoesNotRetryWhatWasCalledOff() {
        List<Object> ends = List.of(new CancellationException(), "good");

        assertThat(ours(THREE, ends).attempts).isEqualTo(1);
        assertThat(theirs(THREE, ends).attempts).isEqualTo(2);
    }

    @Test
    void resilience4jCutsEachWaitToMillisecondsBeforeItGrows() {
        Setup setup = new Setup(4, 1, 1.5, 1_000, false, true);
        List<Object> ends = List.of(new IOException(), new IOException(), new IOException(), "good");

        assertThat(ours(setup, ends).waits).containsExactly(1L, 1L, 2L); // 1, 1.5 and 2.25 ms
        assertThat(theirs(setup, ends).waits).containsExactly(1L, 1L, 1L);
    }
}
