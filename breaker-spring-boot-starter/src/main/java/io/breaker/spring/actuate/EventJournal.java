package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Failure;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Ignored;
import io.breaker.circuitbreaker.CircuitBreakerEvent.NotPermitted;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.spring.actuate.JournalEntry.EndedCall;
import io.breaker.spring.actuate.JournalEntry.Moved;
import io.breaker.spring.actuate.JournalEntry.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one breaker. Each type has a ring of its own, so that many errors do not push the transitions out,
 * nor many ignored exceptions the errors; and the refusals of one stay in a state are one entry, so that refusing goes on
 * costing next to nothing. It listens to these types alone: the success path knows nothing of it.
 */
final class EventJournal implements Subscription {

    private final Map<EventType, EventRing> rings = new EnumMap<>(EventType.class);
    private final AtomicLong sequence = new AtomicLong();
    private final List<Subscription> subscriptions;
    private volatile @Nullable Refusals refusals;

    /**
     * Starts listening.
     *
     * @param breaker the breaker
     * @param size how many entries of each type are kept; with 0 nothing is, and nobody listens
     */
    EventJournal(CircuitBreaker breaker, int size) {
        if (size <= 0) {
            this.subscriptions = List.of();
            return;
        }
        for (EventType type : EventType.values()) {
            rings.put(type, new EventRing(size));
        }
        this.subscriptions = List.of(
                breaker.on(Failure.class, this::failed),
                breaker.on(Ignored.class, this::ignored),
                breaker.on(NotPermitted.class, this::refused),
                breaker.on(Transition.class, this::moved));
    }

    /** The entries of all types, oldest first. */
    List<JournalEntry> entries() {
        List<JournalEntry> all = new ArrayList<>();
        rings.values().forEach(ring -> all.addAll(ring.entries()));
        all.sort(Comparator.comparingLong(JournalEntry::sequence));
        return all;
    }

    private void failed(Failure event) {
        add(EndedCall.of(next(), event.time(), EventType.ERROR, event.duration(), event.thrown()));
    }

    private void ignored(Ignored event) {
        add(EndedCall.of(next(), event.time(), EventType.IGNORED_ERROR, event.duration(), event.thrown()));
    }

    private void moved(Transition event) {
        refusals = null;
        add(new Moved(next(), event));
    }

    private void refused(NotPermitted event) {
        Refusals current = refusals;
        if (current == null || current.state() != event.state()) {
            current = beginRefusals(event);
        }
        current.add(event.time());
    }

    /** Under a lock, so that threads that are refused at once begin one entry; taken once per stay in a state. */
    private synchronized Refusals beginRefusals(NotPermitted event) {
        Refusals current = refusals;
        if (current == null || current.state() != event.state()) {
            current = new Refusals(next(), event.time(), event.state());
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
