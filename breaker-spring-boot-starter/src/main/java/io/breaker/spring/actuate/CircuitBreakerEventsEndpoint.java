package io.breaker.spring.actuate;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Failure;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Ignored;
import io.breaker.circuitbreaker.CircuitBreakerEvent.NotPermitted;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.PolicyKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/**
 * Shows what happened at the circuit breakers lately, oldest first: errors, ignored errors, refusals and transitions, as
 * summaries. Successes are not among them; meters count those.
 */
@Endpoint(id = "circuitbreakerevents")
public final class CircuitBreakerEventsEndpoint extends EventsEndpoint {

    private static final List<EventType> TYPES =
            List.of(EventType.ERROR, EventType.IGNORED_ERROR, EventType.NOT_PERMITTED, EventType.STATE_TRANSITION);

    /** Made before there are refusals, each of which needs one. */
    private static final Map<State, Map<String, Object>> STATES = Stream.of(State.values())
            .collect(Collectors.toUnmodifiableMap(state -> state, state -> Map.of("state", state.name())));

    /**
     * Makes the endpoint, which listens to the registry's breakers until it is closed.
     *
     * @param registry the breakers
     * @param bufferSize how many events of each type are kept for the breaker of a name; 0 for none
     */
    public CircuitBreakerEventsEndpoint(CircuitBreakerRegistry registry, ToIntFunction<String> bufferSize) {
        super(new EventAnswers("circuitBreaker", "circuit breaker", TYPES)
                .keep(PolicyKind.CIRCUITBREAKER, registry, bufferSize, CircuitBreakerEventsEndpoint::listen));
    }

    private static List<Subscription> listen(CircuitBreaker breaker, EventJournal journal) {
        return List.of(
                breaker.on(
                        Failure.class,
                        event -> journal.happened(
                                EventType.ERROR, event.time(), duration(event.duration()), event.thrown())),
                breaker.on(
                        Ignored.class,
                        event -> journal.happened(
                                EventType.IGNORED_ERROR, event.time(), duration(event.duration()), event.thrown())),
                breaker.on(NotPermitted.class, event -> refused(journal, event)),
                breaker.on(Transition.class, journal::moved));
    }

    private static Map<String, Object> duration(Duration duration) {
        return Map.of("durationInMs", duration.toMillis());
    }

    @SuppressWarnings("EnumOrdinal") // only tells one state from another, and costs nothing
    private static void refused(EventJournal journal, NotPermitted event) {
        journal.refused(
                EventType.NOT_PERMITTED,
                event.time(),
                event.state().ordinal(),
                STATES.getOrDefault(event.state(), Map.of()),
                null);
    }
}
