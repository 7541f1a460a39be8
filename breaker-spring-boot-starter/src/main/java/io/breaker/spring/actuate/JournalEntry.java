package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.TransitionCause;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One line of a journal: what is left of an event, never the exception itself. */
sealed interface JournalEntry {

    /** The place among the entries of its journal, which times that are equal do not tell. */
    long sequence();

    Instant time();

    EventType type();

    /** Adds what is particular to this kind of entry. */
    void putDetails(Map<String, Object> fields);

    /** One event, such as the end of a call. */
    record Single(
            long sequence,
            Instant time,
            EventType type,
            Map<String, Object> details,
            @Nullable ErrorSummary error) implements JournalEntry {

        @Override
        public void putDetails(Map<String, Object> fields) {
            fields.putAll(details);
            if (error != null) {
                error.putDetails(fields);
            }
        }
    }

    /** A change of state, or a reset. */
    record Moved(long sequence, Transition transition) implements JournalEntry {

        @Override
        public Instant time() {
            return transition.time();
        }

        @Override
        public EventType type() {
            return EventType.STATE_TRANSITION;
        }

        @Override
        public void putDetails(Map<String, Object> fields) {
            String what = transition.cause() == TransitionCause.RESET ? "Reset" : "State transition";
            fields.put("stateTransition", what + " from " + transition.from() + " to " + transition.to());
            fields.put("cause", transition.cause().name());
            fields.put("evidence", transition.evidence().text());
        }
    }

    /** All refusals of one span, such as a stay in a state or a minute: a flood of them is one line with a count. */
    final class Refusals implements JournalEntry {

        private final Single first;
        private final long span;
        private final LongAdder count = new LongAdder();
        private volatile Instant last;

        /**
         * Begins without a refusal: the first one is added like all others.
         *
         * @param first the first one's entry
         * @param span what tells the span apart from the one before it
         */
        Refusals(Single first, long span) {
            this.first = first;
            this.span = span;
            this.last = first.time();
        }

        long span() {
            return span;
        }

        void add(Instant time) {
            count.increment();
            last = time;
        }

        @Override
        public long sequence() {
            return first.sequence();
        }

        @Override
        public Instant time() {
            return first.time();
        }

        @Override
        public EventType type() {
            return first.type();
        }

        @Override
        public void putDetails(Map<String, Object> fields) {
            first.putDetails(fields);
            fields.put("count", count.sum());
            fields.put("lastTime", last.toString());
        }
    }
}
