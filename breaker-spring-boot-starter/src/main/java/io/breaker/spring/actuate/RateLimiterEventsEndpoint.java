package io.breaker.spring.actuate;

import io.breaker.ratelimiter.RateLimiterEvent;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.spring.config.BreakerConfigChangedEvent;
import io.breaker.spring.config.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows the refusals of the rate limiters lately, oldest first; those of one minute are one entry. */
@Endpoint(id = "ratelimiterevents")
public final class RateLimiterEventsEndpoint implements AutoCloseable {

    private final EventAnswers answers;

    /**
     * Makes the endpoint, which listens to the registry's rate limiters until it is closed.
     *
     * @param registry the rate limiters
     * @param bufferSize how many entries are kept for the rate limiter of a name; 0 for none
     */
    public RateLimiterEventsEndpoint(RateLimiterRegistry registry, ToIntFunction<String> bufferSize) {
        this.answers = new EventAnswers("rateLimiter", "rate limiter", List.of(EventType.FAILED_ACQUIRE))
                .keep(
                        PolicyKind.RATELIMITER,
                        registry,
                        bufferSize,
                        (limiter, journal) -> List.of(limiter.on(
                                RateLimiterEvent.Rejected.class,
                                event -> journal.refused(EventType.FAILED_ACQUIRE, event.time(), Map.of(), null))));
    }

    /**
     * Writes down a change of the configuration.
     *
     * @param event the change
     */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE) // a listener that throws keeps it from those after it
    public void changed(BreakerConfigChangedEvent event) {
        answers.changed(event);
    }

    /** {@return the events of all rate limiters} */
    @ReadOperation
    public Map<String, Object> events() {
        return answers.all();
    }

    /**
     * Shows one rate limiter's events.
     *
     * @param name its name
     * @return its events; status 404 if there is no such rate limiter
     */
    @ReadOperation
    public Object eventsOf(@Selector String name) {
        return answers.of(name);
    }

    /**
     * Shows one rate limiter's events of one type.
     *
     * @param name its name
     * @param type {@code FAILED_ACQUIRE} or {@code CONFIG_CHANGE}
     * @return the events; status 404 if there is no such rate limiter or type
     */
    @ReadOperation
    public Object eventsOfType(@Selector String name, @Selector String type) {
        return answers.of(name, type);
    }

    @Override
    public void close() {
        answers.close();
    }
}
