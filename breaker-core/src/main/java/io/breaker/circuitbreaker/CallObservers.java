package io.breaker.circuitbreaker;

import io.breaker.Complaint;
import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The observers of one breaker's calls. None of them can break a call: what they throw is logged once and counted. */
final class CallObservers {

    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);

    private final AtomicReference<Entry[]> entries = new AtomicReference<>(new Entry[0]);
    private final LongAdder failures = new LongAdder();

    Subscription add(CallObserver observer) {
        Entry added = new Entry(observer);
        entries.updateAndGet(old -> {
            Entry[] grown = Arrays.copyOf(old, old.length + 1);
            grown[old.length] = added;
            return grown;
        });
        return () -> entries.updateAndGet(
                old -> Arrays.stream(old).filter(entry -> entry != added).toArray(Entry[]::new));
    }

    void onCall(Outcome outcome, long durationNanos) {
        for (Entry entry : entries.get()) {
            try {
                entry.observer.onCall(outcome, durationNanos);
            } catch (Throwable thrown) {
                failures.increment();
                entry.complaint.warn(log, thrown, "An observer of calls threw; its further throws are only counted");
            }
        }
    }

    long failures() {
        return failures.sum();
    }

    private static final class Entry {

        private final CallObserver observer;
        private final Complaint complaint = new Complaint();

        Entry(CallObserver observer) {
            this.observer = observer;
        }
    }
}
