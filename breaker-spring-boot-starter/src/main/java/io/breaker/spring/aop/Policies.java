package io.breaker.spring.aop;

import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.PolicyKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * The instances that annotations name. Looks the registries up when it is first asked for an instance: by then all
 * post-processors of beans are there, whereas advisors are made before them.
 */
final class Policies implements AutoCloseable {

    private final ConfigurableBeanFactory beans;
    private final ObjectProvider<CircuitBreakerRegistry> circuitBreakers;
    private final ObjectProvider<RetryRegistry> retries;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Policies(
            ConfigurableBeanFactory beans,
            ObjectProvider<CircuitBreakerRegistry> circuitBreakers,
            ObjectProvider<RetryRegistry> retries) {
        this.beans = beans;
        this.circuitBreakers = circuitBreakers;
        this.retries = retries;
    }

    /** {@return the instance that a guard names, made if need be} */
    Policy get(Guard guard) {
        String name = name(guard);
        return switch (guard.kind()) {
            case RETRY -> retries.getObject().retry(name);
            case CIRCUITBREAKER -> circuitBreakers.getObject().circuitBreaker(name);
        };
    }

    /** Runs something whenever an instance of that kind is removed, until the application ends. */
    void onRemoved(PolicyKind kind, Runnable action) {
        Registry<?> registry = switch (kind) {
            case RETRY -> retries.getObject();
            case CIRCUITBREAKER -> circuitBreakers.getObject();
        };
        subscriptions.add(registry.onRemoved(gone -> action.run()));
    }

    /** Leaves the registries, which may outlive the application. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }

    /**
     * The name that a guard means.
     *
     * @throws IllegalArgumentException if it is empty or a placeholder in it has no value
     */
    String name(Guard guard) {
        String name = resolve(guard.name());
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("its name is empty");
        }
        return name;
    }

    private @Nullable String resolve(String name) {
        if (!name.contains("${")) {
            return name;
        }
        String resolved;
        try {
            resolved = beans.resolveEmbeddedValue(name);
        } catch (IllegalArgumentException unresolvable) {
            throw new IllegalArgumentException(
                    "its name \"" + name + "\" has a placeholder without a value", unresolvable);
        }
        if (resolved != null && resolved.contains("${")) { // without Boot's strict resolver it comes back as it was
            throw new IllegalArgumentException("its name \"" + name + "\" has a placeholder without a value");
        }
        return resolved;
    }
}
