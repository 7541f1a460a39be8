package io.breaker.benchmarks.peers;

import io.breaker.TimeSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Resilience4j, with suppliers that are decorated once; {@code executeSupplier} would decorate at each call. */
final class Resilience4jPeer implements Peer {

    private final CircuitBreaker breaker;
    private final Supplier<String> guarded;
    private final Supplier<String> retried;
    private final Supplier<String> retriedAndGuarded;

    private Resilience4jPeer(
            Settings settings,
            SlidingWindowType type,
            SlidingWindowSynchronizationStrategy strategy,
            UnaryOperator<CircuitBreakerConfig.Builder> more) {
        int size =
                type == SlidingWindowType.COUNT_BASED ? Settings.WINDOW_CALLS : (int) Settings.WINDOW_TIME.toSeconds();
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .slidingWindow(size, Settings.WINDOW_CALLS, type, strategy)
                .failureRateThreshold(settings.failurePercent())
                .slowCallDurationThreshold(Settings.SLOW)
                .waitDurationInOpenState(Settings.OPEN)
                .writableStackTraceEnabled(false);
        RetryConfig retries = RetryConfig.custom()
                .maxAttempts(Settings.ATTEMPTS)
                .waitDuration(Settings.RETRY_WAIT)
                .build();
        Retry retry = Retry.of(settings.name(), retries);
        this.breaker = CircuitBreaker.of(settings.name(), more.apply(config).build());
        this.guarded = CircuitBreaker.decorateSupplier(breaker, settings.work());
        this.retried = Retry.decorateSupplier(retry, settings.work());
        this.retriedAndGuarded = Retry.decorateSupplier(retry, guarded);
    }

    static Peer count(Settings settings) {
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.COUNT_BASED,
                SlidingWindowSynchronizationStrategy.SYNCHRONIZED,
                UnaryOperator.identity());
    }

    static Peer countLockFree(Settings settings) {
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.COUNT_BASED,
                SlidingWindowSynchronizationStrategy.LOCK_FREE,
                UnaryOperator.identity());
    }

    static Peer time(Settings settings) {
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.TIME_BASED,
                SlidingWindowSynchronizationStrategy.SYNCHRONIZED,
                UnaryOperator.identity());
    }

    static Peer timeLockFree(Settings settings) {
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.TIME_BASED,
                SlidingWindowSynchronizationStrategy.LOCK_FREE,
                UnaryOperator.identity());
    }

    /** With the ticker that this library calls coarse, in place of {@code System.nanoTime()}. */
    static Peer countCoarse(Settings settings) {
        TimeSource coarse = TimeSource.coarse();
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.COUNT_BASED,
                SlidingWindowSynchronizationStrategy.SYNCHRONIZED,
                config -> config.currentTimestampFunction(clock -> coarse.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** The library's default: a rejection carries a stack trace. */
    static Peer stackTrace(Settings settings) {
        return new Resilience4jPeer(
                settings,
                SlidingWindowType.COUNT_BASED,
                SlidingWindowSynchronizationStrategy.SYNCHRONIZED,
                config -> config.writableStackTraceEnabled(true));
    }

    @Override
    public String call() {
        return guarded.get();
    }

    @Override
    public boolean tryAcquire() {
        return breaker.tryAcquirePermission();
    }

    @Override
    public String retry() {
        return retried.get();
    }

    @Override
    public String retryAroundBreaker() {
        return retriedAndGuarded.get();
    }

    @Override
    public void open() {
        breaker.transitionToOpenState();
    }

    @Override
    public boolean isClosed() {
        return breaker.getState() == State.CLOSED;
    }

    @Override
    public long recorded() {
        return breaker.getMetrics().getNumberOfBufferedCalls();
    }

    @Override
    public Object breaker() {
        return breaker;
    }
}
