package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.TransitionCause;
import java.time.Duration;
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

    /** A call that failed, or whose end does not count. */
    record EndedCall(
            long sequence,
            Instant time,
            EventType type,
            Duration duration,
            @Nullable String errorType,
            @Nullable String errorMessage)
            implements JournalEntry {

        private static final int LONGEST_MESSAGE = 200;

        static EndedCall of(
                long sequence, Instant time, EventType type, Duration duration, @Nullable Throwable thrown) {
            String errorType = thrown == null ? null : thrown.getClass().getName();
            return new EndedCall(sequence, time, type, duration, errorType, thrown == null ? null : message(thrown));
        }

        private static @Nullable String message(Throwable thrown) {
            String message = thrown.getMessage();
            if (message == null || message.length() <= LONGEST_MESSAGE) {
                return message;
            }
            // Half a surrogate pair would not be text any more.
            int end = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1))
                    ? LONGEST_MESSAGE - 1
                    : LONGEST_MESSAGE;
            return message.substring(0, end);
        }

        @Override
        public void putDetails(Map<String, Object> fields) {
            fields.put("durationInMs", duration.toMillis());
            if (errorType != null) {
                fields.put("errorType", errorType);
            }
            if (errorMessage != null) {
                fields.put("errorMessage", errorMessage);
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

    /** All refusals of one stay in one state: a flood of them is one line with a count. */
    final class Refusals implements JournalEntry {

        private final long sequence;
        private final Instant first;
        private final State state;
        private final LongAdder count = new LongAdder();
        private volatile Instant last;

        Refusals(long sequence, Instant first, State state) {
            this.sequence = sequence;
            this.first = first;
            this.state = state;
            this.last = first;
        }

        State state() {
            return state;
        }

        void add(Instant time) {
            count.increment();
            last = time;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public Instant time() {
            return first;
        }

        @Override
        public EventType type() {
            return EventType.NOT_PERMITTED;
        }

        @Override
        public void putDetails(Map<String, Object> fields) {
            fields.put("state", state.name());
            fields.put("count", count.sum());
            fields.put("lastTime", last.toString());
        }
    }
}
