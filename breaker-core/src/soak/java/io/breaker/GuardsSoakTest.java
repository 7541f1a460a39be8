package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.BulkheadSnapshot;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RequestNotPermittedException;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Bulkheads, a rate limiter and a time limiter, alone and around each other, under random load from many threads, while they
 * are reconfigured and callers are interrupted and give up. After each round all calls have ended and every permit is back.
 * {@code -Dsoak.seconds} says how long; {@code -Dsoak.seed} repeats the random decisions, though not the order of the threads.
 */
class GuardsSoakTest {

    private static final int SECONDS = Integer.getInteger("soak.seconds", 3);
    private static final long SEED = Long.getLong("soak.seed", 20_260_102);
    private static final int THREADS = 16;
    private static final int ROUNDS = 5;
    private static final int MOST = 4;
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final List<Class<? extends Throwable>> EXPECTED = List.of(
            BulkheadFullException.class,
            RequestNotPermittedException.class,
            TimeoutException.class,
            IOException.class,
            InterruptedException.class,
            CancellationException.class);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Bulkhead bulkhead = Bulkhead.of("soak", bulkheadConfig(MOST));
    private final ThreadPoolBulkhead pool = ThreadPoolBulkhead.of("soak", poolConfig(MOST));
    private final RateLimiter rate = RateLimiter.of("soak", rateConfig(100));
    private final TimeLimiter time = TimeLimiter.of(
            "soak",
            TimeLimiterConfig.builder().timeoutDuration(Duration.ofMillis(3)).build());
    private final List<Policy> endless = List.of(bulkhead, pool, rate, Pipeline.of(bulkhead, rate));
    private final List<Policy> limited = List.of(
            time,
            Pipeline.of(time, bulkhead),
            Pipeline.of(bulkhead, time),
            Pipeline.of(time, pool),
            Pipeline.of(rate, bulkhead, time, pool));

    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger inPool = new AtomicInteger();
    private final Queue<CompletableFuture<?>> results = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

    private static BulkheadConfig bulkheadConfig(int most) {
        return BulkheadConfig.builder()
                .maxConcurrentCalls(most)
                .maxWaitDuration(Duration.ofMillis(2))
                .fairCallHandlingEnabled(most % 2 == 0)
                .build();
    }

    private static ThreadPoolBulkheadConfig poolConfig(int most) {
        return ThreadPoolBulkheadConfig.builder()
                .coreThreadPoolSize(1)
                .maxThreadPoolSize(most)
                .queueCapacity(most)
                .keepAliveDuration(Duration.ZERO)
                .build();
    }

    private static RateLimiterConfig rateConfig(int permits) {
        return RateLimiterConfig.builder()
                .limitForPeriod(permits)
                .limitRefreshPeriod(Duration.ofMillis(2))
                .timeoutDuration(Duration.ofMillis(1))
                .build();
    }

    @Test
    void leaksNoPermitLosesNoCallAndGetsStuckNowhere() throws Exception {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                load(TimeUnit.SECONDS.toNanos(SECONDS) / ROUNDS);
                check();
            }
            assertThat(pool.close(Duration.ofSeconds(30))).isTrue();
        } catch (Throwable failed) {
            throw new AssertionError("with -Dsoak.seed=" + SEED + ": " + failed.getMessage(), failed);
        }
        assertThat(calls.get()).isGreaterThan(1_000);
        assertThat(time.snapshot().timedOutCalls()).isPositive();
        assertThat(bulkhead.snapshot().rejectedCalls()).isPositive();
        assertThat(pool.snapshot().rejectedCalls()).isPositive();
    }

    private void load(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom own = random.split();
            threads.add(new Thread(() -> {
                while (System.nanoTime() - end < 0) {
                    step(own);
                }
            }));
        }
        threads.forEach(Thread::start);
        while (System.nanoTime() - end < 0) {
            bulkhead.reconfigure(bulkheadConfig(random.nextInt(1, MOST + 1)));
            pool.reconfigure(poolConfig(random.nextInt(1, MOST + 1)));
            rate.reconfigure(rateConfig(random.nextInt(1, 200)));
            NEVER.await(100, TimeUnit.MICROSECONDS);
        }
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as("a call is stuck").isFalse();
        }
    }

    private void check() {
        bulkhead.reconfigure(bulkheadConfig(MOST));
        pool.reconfigure(poolConfig(MOST));
        await().atMost(Duration.ofMinutes(1)).until(() -> results.stream().allMatch(CompletableFuture::isDone));
        results.forEach(result -> expect(Failures.of(result)));
        results.clear();
        assertThat(surprises).isEmpty();
        await().until(() -> {
            BulkheadSnapshot now = bulkhead.snapshot();
            return now.availableConcurrentCalls() == MOST && now.waitingCalls() == 0;
        });
        await().until(() ->
                pool.snapshot().runningCalls() == 0 && pool.snapshot().queueDepth() == 0);
        await().until(() -> rate.snapshot().waitingThreads() == 0);
    }

    private void expect(@Nullable Throwable thrown) {
        if (thrown != null && EXPECTED.stream().noneMatch(type -> type.isInstance(thrown))) {
            surprises.add(thrown);
        }
    }

    private void step(SplittableRandom own) {
        calls.incrementAndGet();
        boolean isLimited = own.nextBoolean();
        List<Policy> policies = isLimited ? limited : endless;
        Policy policy = policies.get(own.nextInt(policies.size()));
        int fate = own.nextInt(isLimited ? 4 : 3);
        boolean countsInPool = policy == pool;
        if (own.nextBoolean()) {
            callAsync(policy, fate, own.nextInt(4) == 0, countsInPool);
            return;
        }
        boolean interrupted = own.nextInt(20) == 0;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            policy.call(() -> block(fate, countsInPool));
        } catch (Throwable thrown) {
            expect(thrown);
        }
        if (Thread.interrupted() && !interrupted) {
            surprises.add(new AssertionError("an interruption is left on the caller's thread by " + policy));
        }
    }

    private void callAsync(Policy policy, int fate, boolean givesUp, boolean countsInPool) {
        CompletableFuture<String> result = policy.callAsync(() -> {
            String value = block(fate == 3 ? 0 : fate, countsInPool);
            CompletableFuture<String> stage = new CompletableFuture<>();
            if (fate == 0) {
                stage.complete(value);
            } else if (fate != 3) { // else the time limit, or its caller, ends it
                stage.completeOnTimeout(value, 1, TimeUnit.MILLISECONDS);
            }
            return stage;
        });
        if (givesUp) {
            result.cancel(true);
        }
        results.add(result);
    }

    private String block(int fate, boolean countsInPool) throws IOException, InterruptedException {
        if (countsInPool && inPool.incrementAndGet() > MOST) {
            surprises.add(new AssertionError("more calls at once in the pool than it may have"));
        }
        try {
            switch (fate) {
                case 0 -> Thread.onSpinWait();
                case 1 -> throw new IOException("the guarded code failed");
                case 2 -> NEVER.await(200, TimeUnit.MICROSECONDS);
                default -> NEVER.await();
            }
            return "value";
        } finally {
            if (countsInPool) {
                inPool.decrementAndGet();
            }
        }
    }
}
