package io.breaker.spring.metrics;

import io.breaker.Subscription;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryRegistry;
import io.breaker.retry.RetrySnapshot;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.metrics.MeterSet.Family;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** Meters for retries, those that are made or removed later included. */
public final class RetryMetrics extends PolicyMeterBinder<Retry> {

    private static final Family CALLS = new Family("calls", "Ended calls, by outcome and by whether they were retried");

    /**
     * Makes a binder that does as the properties say.
     *
     * @param registry the retries
     * @param settings say what the names of meters begin with, and whether there are any
     */
    public RetryMetrics(RetryRegistry registry, BreakerSettings settings) {
        super(registry, "retry", settings, PolicyKind.RETRY);
    }

    /**
     * Makes a binder.
     *
     * @param registry the retries
     * @param prefix what the names of meters begin with, without a dot at the end
     */
    public RetryMetrics(RetryRegistry registry, String prefix) {
        super(registry, "retry", prefix);
    }

    @Override
    Subscription bind(Retry retry, MeterSet meters) {
        add(meters, retry, "successful_without_retry", RetrySnapshot::successfulWithoutRetry);
        add(meters, retry, "successful_with_retry", RetrySnapshot::successfulWithRetry);
        add(meters, retry, "failed_without_retry", RetrySnapshot::failedWithoutRetry);
        add(meters, retry, "failed_with_retry", RetrySnapshot::failedWithRetry);
        return meters::removeAll;
    }

    private static void add(MeterSet meters, Retry retry, String kind, ToDoubleFunction<RetrySnapshot> count) {
        meters.counter(CALLS, Tags.of("kind", kind), retry, r -> count.applyAsDouble(r.snapshot()));
    }
}
