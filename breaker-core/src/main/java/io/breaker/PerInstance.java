package io.breaker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * One listener at each instance of a registry, for as long as the instance is there: at those that there are, and at those
 * to come. Instances are told apart by identity, so one that is removed and made anew starts with a new listener.
 * Thread-safe.
 *
 * @param <P> the policy
 * @param <T> the listener
 */
public final class PerInstance<P extends Policy, T extends Subscription> implements Subscription {

    private final ConcurrentMap<P, T> listeners = new ConcurrentHashMap<>();
    private final Registry<P> registry;
    private final Function<? super P, ? extends T> maker;
    private final List<Subscription> subscriptions;
    private volatile boolean closed;

    /**
     * Begins to listen.
     *
     * @param registry the instances
     * @param maker makes the listener of an instance; it is closed when the instance is removed
     */
    public PerInstance(Registry<P> registry, Function<? super P, ? extends T> maker) {
        this.registry = registry;
        this.maker = maker;
        this.subscriptions = List.of(registry.onAdded(this::add), registry.onRemoved(this::drop));
        registry.all().forEach(this::add);
    }

    /**
     * Looks a listener up.
     *
     * @param instance where it listens
     * @return the listener, or empty if there is none at that instance
     */
    public Optional<T> at(P instance) {
        return Optional.ofNullable(listeners.get(instance));
    }

    private void add(P instance) {
        listeners.computeIfAbsent(instance, maker);
        boolean gone = registry.find(instance.name()).orElse(null) != instance;
        if (closed || gone) { // it was removed while we were adding, and we were told of that too early to act on it
            drop(instance);
        }
    }

    private void drop(P instance) {
        T listener = listeners.remove(instance);
        if (listener != null) {
            listener.close();
        }
    }

    /** Closes all listeners, and makes no more. */
    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        listeners.keySet().forEach(this::drop);
    }
}
