package io.breaker.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The latest entries, as many as there is room for. Lock-free: writing is one increment and one store. A writer that is
 * held up for a whole turn of the ring may put an older entry where a newer one was, which a log can bear.
 */
final class EventRing {

    private final AtomicReferenceArray<JournalEntry> slots;
    private final AtomicLong written = new AtomicLong();

    EventRing(int size) {
        this.slots = new AtomicReferenceArray<>(size);
    }

    void add(JournalEntry entry) {
        slots.set((int) (written.getAndIncrement() % slots.length()), entry);
    }

    /** What is there now, in no particular order. */
    List<JournalEntry> entries() {
        List<JournalEntry> found = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            JournalEntry entry = slots.get(i);
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }
}
