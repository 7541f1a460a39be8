package io.breaker.spring.metrics;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the meters of one policy in one meter registry in step with the policy's instances: they come and go with them.
 *
 * <p>Meters are known by name, so the meters of a removed instance must be gone before those of its successor are made,
 * in whatever order we hear of the two. Hence the lock, which only adding and removing instances takes.
 *
 * @param <P> the policy
 */
final class RegistryMeters<P extends Policy> implements Subscription {

    private final Map<String, Entry<P>> byName = new HashMap<>();
    private final Registry<P> registry;
    private final Function<? super P, ? extends Subscription> maker;
    private final List<Subscription> subscriptions;
    private boolean closed;

    /**
     * Makes the meters of all instances, and of those to come.
     *
     * @param registry the instances
     * @param maker makes the meters of one instance; closing what it returns takes them away
     */
    RegistryMeters(Registry<P> registry, Function<? super P, ? extends Subscription> maker) {
        this.registry = registry;
        this.maker = maker;
        this.subscriptions = List.of(registry.onAdded(this::add), registry.onRemoved(this::remove));
        registry.all().forEach(this::add);
    }

    private synchronized void add(P instance) {
        boolean gone = registry.find(instance.name()).orElse(null) != instance;
        Entry<P> known = byName.get(instance.name());
        if (closed || gone || (known != null && known.instance == instance)) {
            return;
        }
        if (known != null) {
            known.meters.close();
        }
        byName.put(instance.name(), new Entry<>(instance, maker.apply(instance)));
    }

    private synchronized void remove(P instance) {
        Entry<P> known = byName.get(instance.name());
        if (known != null && known.instance == instance) {
            byName.remove(instance.name());
            known.meters.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        byName.values().forEach(entry -> entry.meters.close());
        byName.clear();
    }

    /** Holds the instance too: gauges refer to it weakly, and one that is shown must not be collected. */
    private record Entry<P>(P instance, Subscription meters) {}
}
