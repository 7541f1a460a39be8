package io.breaker;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one policy or registry. For policies: they ask {@link #isWanted} before they build an event, so that
 * nobody listening costs one read. Thread-safe; deliveries run on the thread that publishes, without a lock.
 *
 * <p>A listener cannot break a call: what it throws is caught, logged the first time and counted.
 *
 * @param <E> the common type of the events
 */
public final class EventPublisher<E> {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final AtomicReference<Listener<?>[]> listeners = new AtomicReference<>(new Listener<?>[0]);
    private final LongAdder failures = new LongAdder();
    private final Object owner;

    /**
     * Makes a list without listeners.
     *
     * @param owner whose events these are, for the log
     */
    public EventPublisher(Object owner) {
        this.owner = owner;
    }

    /**
     * Adds a listener for one type of event and its subtypes.
     *
     * @param type the type to deliver
     * @param consumer called on the publishing thread; it should be quick
     * @param <T> the type to deliver
     * @return the way to end the deliveries
     */
    public <T extends E> Subscription subscribe(Class<T> type, Consumer<? super T> consumer) {
        Listener<T> added = new Listener<>(type, consumer);
        listeners.updateAndGet(old -> {
            Listener<?>[] grown = Arrays.copyOf(old, old.length + 1);
            grown[old.length] = added;
            return grown;
        });
        return () -> listeners.updateAndGet(
                old -> Arrays.stream(old).filter(listener -> listener != added).toArray(Listener<?>[]::new));
    }

    /**
     * Whether anybody listens to events of a type: if not, there is no need to build one.
     *
     * @param type a concrete type of event
     * @return whether a listener would get it
     */
    public boolean isWanted(Class<? extends E> type) {
        for (Listener<?> listener : listeners.get()) {
            if (listener.type.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Delivers an event to all who listen to its type. Throws nothing but fatal errors of the virtual machine.
     *
     * @param event what happened
     */
    public void publish(E event) {
        for (Listener<?> listener : listeners.get()) {
            deliver(listener, event);
        }
    }

    /**
     * How often listeners have thrown.
     *
     * @return the number since the start
     */
    public long failures() {
        return failures.sum();
    }

    private <T> void deliver(Listener<T> listener, E event) {
        if (!listener.type.isInstance(event)) {
            return;
        }
        try {
            listener.consumer.accept(listener.type.cast(event));
        } catch (Throwable thrown) {
            failures.increment();
            listener.complaint.warn(
                    log, thrown, "A listener of " + owner + " threw; its further throws are only counted");
        }
    }

    private static final class Listener<T> {

        private final Class<T> type;
        private final Consumer<? super T> consumer;
        private final Complaint complaint = new Complaint();

        Listener(Class<T> type, Consumer<? super T> consumer) {
            this.type = type;
            this.consumer = consumer;
        }
    }
}
