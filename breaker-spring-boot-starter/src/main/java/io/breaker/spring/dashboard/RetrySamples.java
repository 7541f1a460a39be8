package io.breaker.spring.dashboard;

import io.breaker.Subscription;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryEvent;
import io.breaker.retry.RetrySnapshot;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the further attempts of one retry while somebody watches. */
final class RetrySamples implements Subscription {

    private final Retry retry;
    private final LongAdder further = new LongAdder();
    private final Rolling attempts = new Rolling(0);
    private final Rolling calls;
    private final Subscription subscription;
    private @Nullable Double perCall;

    RetrySamples(Retry retry) {
        this.retry = retry;
        this.calls = new Rolling(calls(retry.snapshot()));
        this.subscription = retry.on(RetryEvent.Retrying.class, event -> further.increment());
    }

    static long calls(RetrySnapshot now) {
        return now.successfulWithoutRetry() + now.successfulWithRetry() + failed(now);
    }

    static long failed(RetrySnapshot now) {
        return now.failedWithoutRetry() + now.failedWithRetry();
    }

    void tick() {
        long retried = attempts.tick(further.sum());
        long ended = calls.tick(calls(retry.snapshot()));
        perCall = ended == 0 ? null : Math.round(100.0 * retried / ended) / 100.0;
    }

    /** {@return how many further attempts a call has taken lately, on average, or null without calls} */
    @Nullable Double perCall() {
        return perCall;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
