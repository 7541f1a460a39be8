package io.breaker.benchmarks.peers;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.function.Supplier;

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
            boolean stackTrace) {
        int size =
                type == SlidingWindowType.COUNT_BASED ? Settings.WINDOW_CALLS : (int) Settings.WINDOW_TIME.toSeconds();
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindow(size, Settings.WINDOW_CALLS, type, strategy)
                .failureRateThreshold(settings.failurePercent())
                .slowCallDurationThreshold(Settings.SLOW)
                .waitDurationInOpenState(Settings.OPEN)
                .writableStackTraceEnabled(stackTrace)
                .build();
        RetryConfig retries = RetryConfig.custom()
                .maxAttempts(Settings.ATTEMPTS)
                .waitDuration(Settings.RETRY_WAIT)
                .build();
        Retry retry = Retry.of(settings.name(), retries);
        this.breaker = CircuitBreaker.of(settings.name(), config);
        this.guarded = CircuitBreaker.decorateSupplier(breaker, settings.work());
        this.retried = Retry.decorateSupplier(retry, settings.work());
        this.retriedAndGuarded = Retry.decorateSupplier(retry, guarded);
    }

    static Peer count(Settings settings) {
        return new Resilience4jPeer(
                settings, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.SYNCHRONIZED, false);
    }

    static Peer countLockFree(Settings settings) {
        return new Resilience4jPeer(
                settings, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE, false);
    }

    static Peer time(Settings settings) {
        return new Resilience4jPeer(
                settings, SlidingWindowType.TIME_BASED, SlidingWindowSynchronizationStrategy.SYNCHRONIZED, false);
    }

    static Peer timeLockFree(Settings settings) {
        return new Resilience4jPeer(
                settings, SlidingWindowType.TIME_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE, false);
    }

    /** The library's default: a rejection carries a stack trace. */
    static Peer stackTrace(Settings settings) {
        return new Resilience4jPeer(
                settings, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.SYNCHRONIZED, true);
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
