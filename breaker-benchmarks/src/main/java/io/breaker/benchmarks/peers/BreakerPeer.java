package io.breaker.benchmarks.peers;

import io.breaker.Body;
import io.breaker.Pipeline;
import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;

/** This library. */
final class BreakerPeer implements Peer {

    private final Body<String, RuntimeException> body;
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Pipeline pipeline;

    private BreakerPeer(Settings settings, SlidingWindowType type, TimeSource time) {
        int size =
                type == SlidingWindowType.COUNT_BASED ? Settings.WINDOW_CALLS : (int) Settings.WINDOW_TIME.toSeconds();
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .slidingWindowType(type)
                .slidingWindowSize(size)
                .minimumNumberOfCalls(Settings.WINDOW_CALLS)
                .failureRateThreshold(settings.failurePercent())
                .slowCallDurationThreshold(Settings.SLOW)
                .waitDurationInOpenState(Settings.OPEN)
                .build();
        RetryConfig retries = RetryConfig.builder()
                .maxAttempts(Settings.ATTEMPTS)
                .waitDuration(Settings.RETRY_WAIT)
                .build();
        this.body = settings.work()::get;
        this.breaker = CircuitBreaker.of(settings.name(), config, time);
        this.retry = Retry.of(settings.name(), retries, time);
        this.pipeline = Pipeline.of(retry, breaker);
    }

    static Peer count(Settings settings) {
        return new BreakerPeer(settings, SlidingWindowType.COUNT_BASED, TimeSource.precise());
    }

    static Peer time(Settings settings) {
        return new BreakerPeer(settings, SlidingWindowType.TIME_BASED, TimeSource.precise());
    }

    static Peer countCoarse(Settings settings) {
        return new BreakerPeer(settings, SlidingWindowType.COUNT_BASED, TimeSource.coarse());
    }

    static Peer timeCoarse(Settings settings) {
        return new BreakerPeer(settings, SlidingWindowType.TIME_BASED, TimeSource.coarse());
    }

    @Override
    public String call() {
        return breaker.call(body);
    }

    @Override
    public boolean tryAcquire() {
        Permit permit = breaker.tryAcquire();
        return permit != null;
    }

    @Override
    public String retry() {
        return retry.call(body);
    }

    @Override
    public String retryAroundBreaker() {
        return pipeline.call(body);
    }

    @Override
    public void open() {
        breaker.open();
    }

    @Override
    public boolean isClosed() {
        return breaker.state() == State.CLOSED;
    }

    @Override
    public long recorded() {
        return breaker.snapshot().bufferedCalls();
    }

    @Override
    public Object breaker() {
        return breaker;
    }
}
