package io.breaker.spring.metrics;

import io.breaker.PerInstance;
import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import io.breaker.bulkhead.BulkheadEvent;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.NotPermitted;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterEvent;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryEvent;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiterEvent;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Adds to the observation that is current where a guarded call ends, and so to its span, what became of the call: for each
 * policy that had a say, the instance's name and the outcome. There is no observation of its own, and nothing happens where
 * none is current.
 *
 * <p>The keys are of high cardinality, though their values are few: those of low cardinality become tags of meters, and a
 * meter of which some samples have a tag and others have not is refused by Prometheus.
 */
public final class CallObservations implements AutoCloseable {

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final ObservationRegistry observations;

    /**
     * Listens to nothing yet.
     *
     * @param observations knows the current observation
     */
    public CallObservations(ObservationRegistry observations) {
        this.observations = observations;
    }

    /**
     * Listens to circuit breakers until it is closed.
     *
     * @param breakers the circuit breakers
     * @return this
     */
    public CallObservations of(CircuitBreakerRegistry breakers) {
        return each(breakers, this::listen);
    }

    private Subscription listen(CircuitBreaker breaker) {
        Notes notes = new Notes("circuitbreaker", breaker.name());
        KeyValue[] successful = notes.with("successful");
        KeyValue[] failed = notes.with("failed");
        KeyValue[] ignored = notes.with("ignored");
        KeyValue[] notPermitted = notes.with("not_permitted");
        Subscription ended = breaker.observe((outcome, nanos) -> note(
                switch (outcome) {
                    case SUCCESS -> successful;
                    case FAILURE -> failed;
                    case IGNORED -> ignored;
                }));
        Subscription refused = breaker.on(NotPermitted.class, event -> note(notPermitted));
        return () -> {
            ended.close();
            refused.close();
        };
    }

    /**
     * Listens to retries until it is closed.
     *
     * @param retries the retries
     * @return this
     */
    public CallObservations of(RetryRegistry retries) {
        return each(retries, this::listen);
    }

    private Subscription listen(Retry retry) {
        Notes notes = new Notes("retry", retry.name());
        KeyValue[] successful = notes.with("successful");
        KeyValue[] failed = notes.with("failed");
        return retry.on(RetryEvent.class, event -> {
            if (!(event instanceof RetryEvent.Retrying)
                    && note(event instanceof RetryEvent.Success ? successful : failed)) {
                note(new KeyValue[] {KeyValue.of("breaker.retry.attempts", String.valueOf(event.attempts()))});
            }
        });
    }

    /**
     * Listens to rate limiters until it is closed.
     *
     * @param limiters the rate limiters
     * @return this
     */
    public CallObservations of(RateLimiterRegistry limiters) {
        return each(limiters, limiter -> {
            KeyValue[] rejected = new Notes("ratelimiter", limiter.name()).with("rejected");
            return limiter.on(RateLimiterEvent.Rejected.class, event -> note(rejected));
        });
    }

    /**
     * Listens to time limiters until it is closed.
     *
     * @param limiters the time limiters
     * @return this
     */
    public CallObservations of(TimeLimiterRegistry limiters) {
        return each(limiters, limiter -> {
            KeyValue[] timedOut = new Notes("timelimiter", limiter.name()).with("timed_out");
            return limiter.on(TimeLimiterEvent.TimedOut.class, event -> note(timedOut));
        });
    }

    /**
     * Listens to bulkheads until it is closed.
     *
     * @param bulkheads the bulkheads
     * @return this
     */
    public CallObservations of(BulkheadRegistry bulkheads) {
        return each(bulkheads, bulkhead -> {
            KeyValue[] rejected = new Notes("bulkhead", bulkhead.name()).with("rejected");
            return bulkhead.on(BulkheadEvent.Rejected.class, event -> note(rejected));
        });
    }

    /**
     * Listens to thread-pool bulkheads until it is closed.
     *
     * @param bulkheads the thread-pool bulkheads
     * @return this
     */
    public CallObservations of(ThreadPoolBulkheadRegistry bulkheads) {
        return each(bulkheads, bulkhead -> {
            KeyValue[] rejected = new Notes("thread-pool-bulkhead", bulkhead.name()).with("rejected");
            return bulkhead.on(BulkheadEvent.Rejected.class, event -> note(rejected));
        });
    }

    private <P extends Policy> CallObservations each(Registry<P> registry, Function<P, Subscription> listen) {
        subscriptions.add(new PerInstance<>(registry, listen));
        return this;
    }

    /** {@return whether there is an observation to add to} */
    private boolean note(KeyValue[] what) {
        Observation current = observations.getCurrentObservation();
        if (current == null) {
            return false;
        }
        for (KeyValue each : what) {
            current.highCardinalityKeyValue(each);
        }
        return true;
    }

    /** Stops listening. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }

    /** Makes an instance's keys and values once, before calls need them. */
    private static final class Notes {

        private final String prefix;
        private final KeyValue name;

        Notes(String policy, String name) {
            this.prefix = "breaker." + policy;
            this.name = KeyValue.of(prefix + ".name", name);
        }

        KeyValue[] with(String outcome) {
            return new KeyValue[] {name, KeyValue.of(prefix + ".outcome", outcome)};
        }
    }
}
