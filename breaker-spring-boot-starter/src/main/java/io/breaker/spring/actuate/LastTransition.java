package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.circuitbreaker.Evidence;
import io.breaker.circuitbreaker.LatestTransitions;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.circuitbreaker.TransitionCause;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The latest transition of one breaker: a snapshot knows its cause, this knows the numbers behind it too. */
final class LastTransition implements Subscription {

    private final LatestTransitions latest;

    LastTransition(CircuitBreaker breaker) {
        this.latest = new LatestTransitions(breaker);
    }

    /** Adds why the breaker is in the state of the snapshot: in words, and, where that is known, in numbers. */
    void putWhy(CircuitBreakerSnapshot now, Map<String, Object> fields) {
        Transition known = latest.into(now);
        if (known != null) {
            fields.put("why", known.evidence().text());
            fields.put("evidence", describe(known.evidence()));
            putWho(known, fields);
        } else { // the breaker has moved before we listened, or since the snapshot
            fields.put("why", inWords(now));
        }
    }

    private static void putWho(Transition transition, Map<String, Object> fields) {
        ManualChange change = transition.change();
        if (change == null || transition.cause() == TransitionCause.HOLD_ELAPSED) {
            return;
        }
        if (change.by() != null) {
            fields.put("by", change.by());
        }
        if (change.reason() != null) {
            fields.put("reason", change.reason());
        }
        if (change.duration() != null) {
            fields.put("until", transition.time().plus(change.duration()).toString());
        }
    }

    private static Map<String, Object> describe(Evidence evidence) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("failureRate", CircuitBreakerFields.percent(evidence.failureRate()));
        fields.put("slowCallRate", CircuitBreakerFields.percent(evidence.slowCallRate()));
        fields.put("calls", evidence.calls());
        fields.put("failedCalls", evidence.failed());
        fields.put("slowCalls", evidence.slow());
        fields.put("slowFailedCalls", evidence.slowFailed());
        fields.put("callsOverdue", evidence.overdue());
        Map<String, Integer> exceptions = new LinkedHashMap<>();
        evidence.exceptions().forEach(each -> exceptions.put(each.exception(), each.count()));
        fields.put("exceptions", exceptions);
        fields.put("slowestCall", evidence.slowest().toString());
        return fields;
    }

    static String inWords(CircuitBreakerSnapshot now) {
        return now.cause() == null
                ? "initial state"
                : now.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void close() {
        latest.close();
    }
}
