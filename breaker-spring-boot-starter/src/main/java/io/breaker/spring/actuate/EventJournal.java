package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.spring.actuate.JournalEntry.Moved;
import io.breaker.spring.actuate.JournalEntry.Refusals;
import io.breaker.spring.actuate.JournalEntry.Single;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one instance. Each type has a ring of its own, so that many errors do not push the transitions out,
 * nor many ignored exceptions the errors; and the refusals of one stay in a state, or of one minute, are one entry, so that
 * refusing goes on costing next to nothing. What it listens to is up to its policy's endpoint, and never successes.
 */
final class EventJournal implements Subscription {

    private static final int MINUTE = 60;

    private final Map<EventType, EventRing> rings = new EnumMap<>(EventType.class);
    private final AtomicLong sequence = new AtomicLong();
    private final List<Subscription> subscriptions;
    private volatile @Nullable Refusals refusals;

    /**
     * Starts listening.
     *
     * @param types those that come
     * @param size how many entries of each type are kept; with 0 nothing is, and nobody listens
     * @param listen subscribes to events that write into this journal
     */
    EventJournal(List<EventType> types, int size, Function<EventJournal, List<Subscription>> listen) {
        if (size <= 0) {
            this.subscriptions = List.of();
            return;
        }
        types.forEach(type -> rings.put(type, new EventRing(size)));
        this.subscriptions = listen.apply(this);
    }

    /** The entries of all types, oldest first. */
    List<JournalEntry> entries() {
        List<JournalEntry> all = new ArrayList<>();
        rings.values().forEach(ring -> all.addAll(ring.entries()));
        all.sort(Comparator.comparingLong(JournalEntry::sequence));
        return all;
    }

    /** Writes down one event, and of the exception a summary. */
    void happened(EventType type, Instant time, Map<String, Object> details, @Nullable Throwable thrown) {
        add(new Single(next(), time, type, details, ErrorSummary.of(thrown)));
    }

    /** Writes down a transition, which ends the span of the refusals before it. */
    void moved(Transition event) {
        refusals = null;
        add(new Moved(next(), event));
    }

    /** Counts a refusal among those of the same minute. Details and exception are those of the first of them. */
    void refused(EventType type, Instant time, Map<String, Object> details, @Nullable Throwable thrown) {
        refused(type, time, time.getEpochSecond() / MINUTE, details, thrown);
    }

    /** Counts a refusal among those of the same span, which is not over. */
    void refused(EventType type, Instant time, long span, Map<String, Object> details, @Nullable Throwable thrown) {
        Refusals current = refusals;
        if (current == null || current.span() != span) {
            current = beginRefusals(type, time, span, details, thrown);
        }
        current.add(time);
    }

    /** Under a lock, so that threads that are refused at once begin one entry; taken once per span. */
    private synchronized Refusals beginRefusals(
            EventType type, Instant time, long span, Map<String, Object> details, @Nullable Throwable thrown) {
        Refusals current = refusals;
        if (current == null || current.span() != span) {
            current = new Refusals(new Single(next(), time, type, details, ErrorSummary.of(thrown)), span);
            refusals = current;
            add(current);
        }
        return current;
    }

    private long next() {
        return sequence.getAndIncrement();
    }

    private void add(JournalEntry entry) {
        EventRing ring = rings.get(entry.type());
        if (ring != null) {
            ring.add(entry);
        }
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}
