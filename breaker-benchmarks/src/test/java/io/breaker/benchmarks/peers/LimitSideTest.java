package io.breaker.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bulkhead and rate limiter does what the benchmarks take it to do. */
class LimitSideTest {

    private static int names;

    private int worked;

    private static LimitSettings named(LimitSettings settings) {
        names++;
        return new LimitSettings("limit-" + names, settings.work(), settings.permits(), settings.period());
    }

    /** By the library itself, not by an adapter. */
    private static void requireRefused(@Nullable Throwable thrown) {
        assertThat(thrown).isInstanceOf(Exception.class);
        assertThat(String.valueOf(thrown)).doesNotStartWith("io.breaker.benchmarks");
    }

    @ParameterizedTest
    @EnumSource
    void letsAllCallsInWhenItIsWide(LimitSide side) throws Exception {
        Limit limit = side.create(named(LimitSettings.wide(new Work.Succeeding())));
        for (int i = 0; i < 1_000; i++) {
            assertThat(limit.call()).isEqualTo("done");
        }
        limit.requireNoneRefused();
        assertThatThrownBy(limit::requireExhausted).isInstanceOf(IllegalStateException.class);
        assertThat(limit.refused()).isNotPositive();
    }

    @ParameterizedTest
    @EnumSource
    void letsTwoThreadsInWhenItIsWide(LimitSide side) throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        Limit limit = side.create(named(LimitSettings.wide(() -> await(entered))));
        Thread other = new Thread(() -> {
            try {
                limit.call();
            } catch (Exception refused) {
                throw new IllegalStateException(refused);
            }
        });
        other.start();
        assertThat(limit.call()).isEqualTo("both in");
        other.join();
        limit.requireNoneRefused();
    }

    private static String await(CountDownLatch entered) {
        entered.countDown();
        try {
            return entered.await(1, TimeUnit.MINUTES) ? "both in" : "alone";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*_BULKHEAD", mode = EnumSource.Mode.MATCH_ALL)
    void aBulkheadOfOneRefusesACallWithinACall(LimitSide side) throws Exception {
        Limit[] self = new Limit[1];
        Throwable[] inner = new Throwable[1];
        Supplier<String> work = () -> {
            worked++;
            assertThat(self[0].held()).isIn(-1, 1);
            try {
                self[0].call();
            } catch (Exception thrown) {
                inner[0] = thrown;
            }
            return "done";
        };
        self[0] = side.create(named(LimitSettings.narrow(work)));
        assertThat(self[0].call()).isEqualTo("done");
        assertThat(worked).isEqualTo(1);
        requireRefused(inner[0]);
        assertThat(self[0].held()).isIn(-1, 0);
        assertThat(self[0].refused()).isIn(-1L, 1L);
        if (side
                != LimitSide
                        .FAILSAFE_BULKHEAD) { // which 3.3.2 leaves full for ever: its next permit goes to the call it
            // has refused
            assertThat(self[0].call()).isEqualTo("done");
        }
    }

    /** Sentinel's period is a second, so on a slow machine it may let more than one of them in. */
    @ParameterizedTest
    @EnumSource(names = ".*_RATE.*", mode = EnumSource.Mode.MATCH_ALL)
    void aRateLimiterOfOneRefusesACallAfterIt(LimitSide side) throws Exception {
        Limit limit = side.create(named(LimitSettings.narrow(() -> {
            worked++;
            return "done";
        })));
        assertThat(limit.call()).isEqualTo("done");
        int letIn = 1;
        Throwable refusal = null;
        for (int i = 0; i < 1_000 && refusal == null; i++) {
            try {
                limit.call();
                letIn++;
            } catch (Exception thrown) {
                refusal = thrown;
            }
        }
        requireRefused(refusal);
        assertThat(worked).isEqualTo(letIn);
        if (side != LimitSide.SENTINEL_RATE) {
            assertThat(letIn).isEqualTo(1);
        }
        assertThat(limit.refused()).isIn(-1L, 1L);
        limit.requireExhausted();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BREAKER_BULKHEAD",
                "RESILIENCE4J_BULKHEAD",
                "BREAKER_RATE",
                "RESILIENCE4J_RATE",
                "RESILIENCE4J_RATE_SCHEDULED"
            })
    void refusesCallsWhenExhaustedWithoutDoingTheWork(LimitSide side) {
        LimitSettings narrow = LimitSettings.narrow(new Work.Forbidden());
        LimitSettings three = new LimitSettings(narrow.name(), narrow.work(), 3, Duration.ofHours(1));
        Limit limit = side.create(named(three));
        limit.exhaust();
        assertThat(limit.held()).isIn(-1, 3);
        limit.requireExhausted();
        assertThatThrownBy(limit::call)
                .satisfies(LimitSideTest::requireRefused)
                .satisfies(refused ->
                        assertThat(refused.getStackTrace()).as("stack trace").isEmpty());
    }

    /** Only libraries that count refusals can be asked afterwards; with all others a refusal fails the benchmark by itself. */
    @ParameterizedTest
    @EnumSource(names = {"BREAKER_BULKHEAD", "BREAKER_RATE"})
    void remembersARefusal(LimitSide side) {
        Limit limit = side.create(named(LimitSettings.narrow(new Work.Forbidden())));
        limit.exhaust();
        limit.requireExhausted();
        assertThat(limit.refused()).isEqualTo(1);
        assertThatThrownBy(limit::requireNoneRefused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refused 1 calls");
    }

    @Test
    void noticesACallThatKeptItsPermit() {
        Limit limit = LimitSide.RESILIENCE4J_BULKHEAD.create(named(LimitSettings.narrow(new Work.Succeeding())));
        limit.exhaust();
        assertThatThrownBy(limit::requireNoneRefused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 permits are held");
    }
}
