package io.breaker.spring.dashboard;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CallObserver;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one breaker while somebody watches: the breaker knows nothing of it at other times. */
final class CallSamples implements CallObserver, Subscription {

    final LongAdder successful = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final Durations durations = new Durations();
    private final Subscription subscription;

    CallSamples(CircuitBreaker breaker) {
        subscription = breaker.observe(this);
    }

    @Override
    public void onCall(Outcome outcome, long durationNanos) {
        (switch (outcome) {
                    case SUCCESS -> successful;
                    case FAILURE -> failed;
                    case IGNORED -> ignored;
                })
                .increment();
        durations.add(durationNanos);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
