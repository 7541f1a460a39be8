package io.breaker;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The named instances of one policy: a name stands for one shared instance. Thread-safe; looking up takes no lock.
 *
 * @param <P> the policy
 */
public abstract class Registry<P extends Policy> {

    private final ConcurrentMap<String, P> instances = new ConcurrentHashMap<>();
    /** Those of whose coming listeners are still being told: whoever takes one out of here tells of its going. */
    private final Set<P> arriving = ConcurrentHashMap.newKeySet();

    private final EventPublisher<P> added = new EventPublisher<>("a registry");
    private final EventPublisher<P> removed = new EventPublisher<>("a registry");
    private final Class<P> type;

    /**
     * For the policies' registries.
     *
     * @param type the policy
     */
    protected Registry(Class<P> type) {
        this.type = type;
    }

    /**
     * Looks an instance up and creates nothing.
     *
     * @param name the instance's name
     * @return the instance, or empty if there is none of that name
     */
    public final Optional<P> find(String name) {
        return Optional.ofNullable(instances.get(name));
    }

    /**
     * All instances, as a live view that cannot be changed.
     *
     * @return the instances, in no particular order
     */
    public final Collection<P> all() {
        return Collections.unmodifiableCollection(instances.values());
    }

    /**
     * Forgets an instance. Who still holds it can go on using it; the next look-up by its name makes a new one. It is not
     * closed: a thread-pool bulkhead keeps its core threads until somebody does so.
     *
     * @param name the instance's name
     * @return the removed instance, or empty if there was none of that name
     */
    public final Optional<P> remove(String name) {
        P gone = instances.remove(name);
        if (gone == null) {
            return Optional.empty();
        }
        if (!arriving.remove(gone)) { // else the thread that adds it tells of its going, too, and in this order
            removed.publish(gone);
        }
        return Optional.of(gone);
    }

    /**
     * Calls a listener for each instance that is added from now on, on the thread that adds it.
     *
     * @param listener gets the new instance, which can be looked up already
     * @return the way to end the deliveries
     */
    public final Subscription onAdded(Consumer<? super P> listener) {
        return added.subscribe(type, listener);
    }

    /**
     * Calls a listener for each instance that is removed from now on, on the thread that removes it, or, if listeners are
     * still being told that it was added, on that thread afterwards: of one instance they always hear first that it came.
     *
     * @param listener gets the instance that was removed
     * @return the way to end the deliveries
     */
    public final Subscription onRemoved(Consumer<? super P> listener) {
        return removed.subscribe(type, listener);
    }

    /**
     * Looks an instance up, or makes it. Of several threads that make the same one at once, all get the same instance and
     * listeners hear of it once.
     *
     * @param name the instance's name
     * @param maker makes the instance; it runs outside any lock, and what it makes in vain is dropped
     * @return the instance of that name
     */
    protected final P getOrAdd(String name, Supplier<? extends P> maker) {
        P known = instances.get(name);
        if (known != null) {
            return known;
        }
        P made = maker.get();
        arriving.add(made);
        P other = instances.putIfAbsent(name, made);
        if (other != null) {
            arriving.remove(made);
            return other;
        }
        added.publish(made);
        if (!arriving.remove(made)) {
            removed.publish(made);
        }
        return made;
    }
}
