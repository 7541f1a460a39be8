package io.breaker.benchmarks.peers;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerBuilder;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;

/** Failsafe, with executors that are made once. */
final class FailsafePeer implements Peer {

    private final CheckedSupplier<String> work;
    private final CircuitBreaker<String> breaker;
    private final FailsafeExecutor<String> guarded;
    private final FailsafeExecutor<String> retried;
    private final FailsafeExecutor<String> retriedAndGuarded;

    private FailsafePeer(Settings settings, CircuitBreakerBuilder<String> builder) {
        RetryPolicy<String> retry = RetryPolicy.<String>builder()
                .withMaxAttempts(Settings.ATTEMPTS)
                .withDelay(Settings.RETRY_WAIT)
                .build();
        this.work = settings.work()::get;
        this.breaker = builder.withDelay(Settings.OPEN).build();
        this.guarded = Failsafe.with(breaker);
        this.retried = Failsafe.with(retry);
        this.retriedAndGuarded = Failsafe.with(retry, breaker);
    }

    static Peer count(Settings settings) {
        return new FailsafePeer(
                settings,
                CircuitBreaker.<String>builder()
                        .withFailureThreshold(settings.failurePercent(), Settings.WINDOW_CALLS));
    }

    static Peer time(Settings settings) {
        return new FailsafePeer(
                settings,
                CircuitBreaker.<String>builder()
                        .withFailureRateThreshold(
                                settings.failurePercent(), Settings.WINDOW_CALLS, Settings.WINDOW_TIME));
    }

    @Override
    public String call() {
        return guarded.get(work);
    }

    @Override
    public boolean tryAcquire() {
        return breaker.tryAcquirePermit();
    }

    @Override
    public String retry() {
        return retried.get(work);
    }

    @Override
    public String retryAroundBreaker() {
        return retriedAndGuarded.get(work);
    }

    @Override
    public void open() {
        breaker.open();
    }

    @Override
    public boolean isClosed() {
        return breaker.isClosed();
    }

    @Override
    public long recorded() {
        return breaker.getExecutionCount();
    }

    @Override
    public Object breaker() {
        return breaker;
    }
}
