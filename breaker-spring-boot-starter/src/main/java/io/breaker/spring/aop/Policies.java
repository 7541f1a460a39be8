package io.breaker.spring.aop;

import io.breaker.Policy;
import io.breaker.Subscription;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * The instances that annotations name. Looks the registries up when it is first asked for an instance: by then all
 * post-processors of beans are there, whereas advisors are made before them. For those, as {@link Guards}.
 */
final class Policies implements AopInfrastructureBean, AutoCloseable {

    /** How names in the language of Spring's expressions look, which other libraries take. */
    private static final Pattern EXPRESSION = Pattern.compile("^[#@]\\p{Alpha}|#\\{");

    private final ConfigurableBeanFactory beans;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Policies(ConfigurableBeanFactory beans) {
        this.beans = beans;
    }

    /** {@return the instance that a guard names, made if need be} */
    Policy get(Guard guard) {
        String name = name(guard);
        return switch (guard.kind()) {
            case RETRY -> beans.getBean(RetryRegistry.class).retry(name);
            case CIRCUITBREAKER -> beans.getBean(CircuitBreakerRegistry.class).circuitBreaker(name);
            case RATELIMITER ->
                beans.getBean(RateLimiterRegistry.class).rateLimiter(name).taking(guard.permits());
            case TIMELIMITER -> beans.getBean(TimeLimiterRegistry.class).timeLimiter(name);
            case BULKHEAD -> beans.getBean(BulkheadRegistry.class).bulkhead(name);
            case THREAD_POOL_BULKHEAD ->
                beans.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead(name);
        };
    }

    /** Runs something whenever an instance of that kind is removed, until the application ends. */
    void onRemoved(PolicyKind kind, Runnable action) {
        subscriptions.add(beans.getBean(kind.registry()).onRemoved(gone -> action.run()));
    }

    /** Leaves the registries, which may outlive the application. */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }

    /**
     * The name that a guard means.
     *
     * @throws IllegalArgumentException if it is empty or an expression, or a placeholder in it has no value
     */
    String name(Guard guard) {
        String name = resolve(guard.name());
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("its name is empty");
        }
        if (EXPRESSION.matcher(name).find()) { // taken literally, all of them would share one instance
            throw new IllegalArgumentException(
                    "its name \"" + name + "\" is an expression: names are literals or ${placeholders}");
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
