package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * One listener of ours at each breaker of a registry, for as long as the breaker is there. Breakers are told apart by
 * identity, so a breaker that is removed and made anew starts with a new listener.
 *
 * @param <T> the listener
 */
final class PerBreaker<T extends Subscription> implements AutoCloseable {

    private final ConcurrentMap<CircuitBreaker, T> listeners = new ConcurrentHashMap<>();
    private final CircuitBreakerRegistry registry;
    private final Function<? super CircuitBreaker, ? extends T> maker;
    private final List<Subscription> subscriptions;
    private volatile boolean closed;

    PerBreaker(CircuitBreakerRegistry registry, Function<? super CircuitBreaker, ? extends T> maker) {
        this.registry = registry;
        this.maker = maker;
        this.subscriptions = List.of(registry.onAdded(this::add), registry.onRemoved(this::drop));
        registry.all().forEach(this::add);
    }

    /** The listener at that breaker, if there is one. */
    Optional<T> at(CircuitBreaker breaker) {
        return Optional.ofNullable(listeners.get(breaker));
    }

    private void add(CircuitBreaker breaker) {
        listeners.computeIfAbsent(breaker, maker);
        boolean gone = registry.find(breaker.name()).orElse(null) != breaker;
        if (closed || gone) { // it was removed while we were adding, and we were told of that too early to act on it
            drop(breaker);
        }
    }

    private void drop(CircuitBreaker breaker) {
        T listener = listeners.remove(breaker);
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        listeners.keySet().forEach(this::drop);
    }
}
