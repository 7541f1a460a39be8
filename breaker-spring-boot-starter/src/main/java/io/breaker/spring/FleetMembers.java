package io.breaker.spring;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.BreakerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/**
 * Lets those circuit breakers that are in a fleet join it when the application starts, before its servers and listeners take
 * calls, and leave it when it stops, after those and before its connections. Where no breaker is in a fleet, none is made.
 */
final class FleetMembers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FleetMembers.class);

    /** Connection factories are in phase 0, servers and listeners far beyond. */
    private static final int AFTER_CONNECTIONS = 1;

    private final CircuitBreakerRegistry registry;
    private final BreakerSettings settings;
    private final ObjectProvider<CircuitBreakerFleet> provider;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile @Nullable CircuitBreakerFleet fleet;
    private volatile boolean running;

    FleetMembers(
            CircuitBreakerRegistry registry, BreakerSettings settings, ObjectProvider<CircuitBreakerFleet> provider) {
        this.registry = registry;
        this.settings = settings;
        this.provider = provider;
    }

    /** {@return what gives the fleet, or null while no circuit breaker has asked for it} */
    static Supplier<@Nullable CircuitBreakerFleet> fleet(ObjectProvider<FleetMembers> provider) {
        FleetMembers members = provider.getIfAvailable();
        return () -> members == null ? null : members.fleet;
    }

    @Override
    public void start() {
        running = true;
        subscriptions.add(registry.onAdded(this::join));
        subscriptions.add(registry.onRemoved(this::leave));
        Duration atMost = settings.fleet().startupTimeout();
        if (!await(registry.all().stream().map(this::join).toList(), atMost)) {
            log.info("The start does not wait any longer for what the fleet knows: {} are over", atMost);
        }
    }

    private CompletableFuture<Void> join(CircuitBreaker breaker) {
        if (!running || !breaker.config().fleetEnabled()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            CircuitBreakerFleet joined = provider.getObject();
            fleet = joined;
            CompletableFuture<Void> answer = joined.join(breaker);
            boolean removed = registry.find(breaker.name()).orElse(null) != breaker;
            return removed ? joined.leave(breaker) : answer;
        } catch (BeansException | IllegalArgumentException e) { // made later than the look at startup
            log.warn("Circuit breaker '{}' decides alone: it cannot join its fleet", breaker.name(), e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<Void> leave(CircuitBreaker breaker) {
        CircuitBreakerFleet left = fleet;
        if (left == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> told = left.leave(breaker);
        // Another of its name, that came before this one was known to be gone, could not join then.
        registry.find(breaker.name()).filter(other -> other != breaker).ifPresent(this::join);
        return told;
    }

    /** {@return false if not all were there in time, which they had at all} */
    private static boolean await(List<CompletableFuture<Void>> answers, Duration atMost) {
        if (atMost.isZero()) {
            return true;
        }
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Tells the fleet while there are connections, for as long as one answer may take. An application that is merely paused
     * starts again, and joins again.
     */
    @Override
    public void stop() {
        running = false;
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        Duration atMost = settings.fleet().config().commandTimeout();
        if (!await(registry.all().stream().map(this::leave).toList(), atMost)) {
            log.debug("The fleet has not heard that this instance stops: it will notice");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_CONNECTIONS;
    }
}
