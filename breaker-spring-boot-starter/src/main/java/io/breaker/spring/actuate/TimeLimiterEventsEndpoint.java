package io.breaker.spring.actuate;

import io.breaker.spring.config.BreakerConfigChangedEvent;
import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterEvent.TimedOut;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows which calls the time limiters ended lately, oldest first, with the limit that they had. */
@Endpoint(id = "timelimiterevents")
public final class TimeLimiterEventsEndpoint implements AutoCloseable {

    private final EventAnswers answers;

    /**
     * Makes the endpoint, which listens to the registry's time limiters until it is closed.
     *
     * @param registry the time limiters
     * @param bufferSize how many events are kept for the time limiter of a name; 0 for none
     */
    public TimeLimiterEventsEndpoint(TimeLimiterRegistry registry, ToIntFunction<String> bufferSize) {
        this.answers = new EventAnswers("timeLimiter", "time limiter", List.of(EventType.TIMEOUT))
                .keep(
                        PolicyKind.TIMELIMITER,
                        registry,
                        bufferSize,
                        (limiter, journal) -> List.of(limiter.on(TimedOut.class, event -> timedOut(journal, event))));
    }

    private static void timedOut(EventJournal journal, TimedOut event) {
        Map<String, Object> details = Map.of("durationInMs", event.timeout().toMillis());
        journal.happened(EventType.TIMEOUT, event.time(), details, null);
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

    /** {@return the events of all time limiters} */
    @ReadOperation
    public Map<String, Object> events() {
        return answers.all();
    }

    /**
     * Shows one time limiter's events.
     *
     * @param name its name
     * @return its events; status 404 if there is no such time limiter
     */
    @ReadOperation
    public Object eventsOf(@Selector String name) {
        return answers.of(name);
    }

    /**
     * Shows one time limiter's events of one type.
     *
     * @param name its name
     * @param type {@code TIMEOUT} or {@code CONFIG_CHANGE}
     * @return the events; status 404 if there is no such time limiter or type
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
