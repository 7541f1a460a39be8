package io.breaker.spring.actuate;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows what happened at the circuit breakers lately, oldest first: errors, ignored errors, refusals and transitions, as
 * summaries. Successes are not among them; meters count those.
 */
@Endpoint(id = "circuitbreakerevents")
public final class CircuitBreakerEventsEndpoint implements AutoCloseable {

    private final CircuitBreakerRegistry registry;
    private final PerBreaker<EventJournal> journals;

    /**
     * Makes the endpoint, which listens to the registry's breakers until it is closed.
     *
     * @param registry the breakers
     * @param bufferSize how many events of each type are kept for the breaker of a name; 0 for none
     */
    public CircuitBreakerEventsEndpoint(CircuitBreakerRegistry registry, ToIntFunction<String> bufferSize) {
        this.registry = registry;
        this.journals =
                new PerBreaker<>(registry, breaker -> new EventJournal(breaker, bufferSize.applyAsInt(breaker.name())));
    }

    /** {@return the events of all breakers} */
    @ReadOperation
    public Map<String, Object> events() {
        return answer(registry.all().stream(), entry -> true);
    }

    /**
     * Shows one breaker's events.
     *
     * @param name its name
     * @return its events, or {@code null} if there is no such breaker
     */
    @ReadOperation
    public @Nullable Map<String, Object> eventsOf(@Selector String name) {
        return registry.find(name)
                .map(breaker -> answer(Stream.of(breaker), entry -> true))
                .orElse(null);
    }

    /**
     * Shows one breaker's events of one type.
     *
     * @param name its name
     * @param type one of {@code ERROR, IGNORED_ERROR, NOT_PERMITTED, STATE_TRANSITION}
     * @return the events, or {@code null} if there is no such breaker; status 404 without such a type
     */
    @ReadOperation
    public @Nullable WebEndpointResponse<Map<String, Object>> eventsOfType(
            @Selector String name, @Selector String type) {
        return registry.find(name).map(breaker -> ofType(breaker, type)).orElse(null);
    }

    private WebEndpointResponse<Map<String, Object>> ofType(CircuitBreaker breaker, String type) {
        return EventType.parse(type)
                .map(wanted -> new WebEndpointResponse<>(answer(Stream.of(breaker), entry -> entry.type() == wanted)))
                .orElseGet(() -> new WebEndpointResponse<>(
                        Map.of(
                                "message",
                                "type is '" + type + "': must be one of " + String.join(", ", EventType.words()) + "."),
                        WebEndpointResponse.STATUS_NOT_FOUND));
    }

    private Map<String, Object> answer(Stream<CircuitBreaker> breakers, Predicate<JournalEntry> filter) {
        // A stable sort: the entries of one breaker keep the order of their journal where times are equal.
        List<Map<String, Object>> events = breakers.sorted(Comparator.comparing(CircuitBreaker::name))
                .flatMap(breaker -> entries(breaker).filter(filter).map(entry -> new Line(breaker.name(), entry)))
                .sorted(Comparator.comparing(line -> line.entry().time()))
                .map(Line::describe)
                .toList();
        return Map.of("circuitBreakerEvents", events);
    }

    private Stream<JournalEntry> entries(CircuitBreaker breaker) {
        return journals.at(breaker).map(EventJournal::entries).stream().flatMap(List::stream);
    }

    @Override
    public void close() {
        journals.close();
    }

    private record Line(String breaker, JournalEntry entry) {

        Map<String, Object> describe() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("circuitBreakerName", breaker);
            fields.put("type", entry.type().name());
            fields.put("creationTime", entry.time().toString());
            entry.putDetails(fields);
            return fields;
        }
    }
}
