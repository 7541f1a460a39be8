package io.breaker.spring.actuate;

import io.breaker.PerInstance;
import io.breaker.Policy;
import io.breaker.Registry;
import io.breaker.Subscription;
import io.breaker.spring.config.BreakerConfigChangedEvent;
import io.breaker.spring.config.PolicyKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What the endpoints of events have in common: the journals of a policy's instances, from one registry or several, and the
 * answers made of them. Over JMX a map remains a map; only what is not found needs a response with a status.
 */
final class EventAnswers implements AutoCloseable {

    private final String owner;
    private final String words;
    private final List<EventType> types;
    private final List<Journals<?>> journals = new ArrayList<>();

    /**
     * Makes answers without a journal.
     *
     * @param owner what the names of fields begin with, such as {@code timeLimiter}
     * @param words what people call an instance, such as "time limiter"
     * @param types the events that there are, beside changes of the configuration
     */
    EventAnswers(String owner, String words, List<EventType> types) {
        this.owner = owner;
        this.words = words;
        this.types = Stream.concat(types.stream(), Stream.of(EventType.CONFIG_CHANGE))
                .toList();
    }

    /**
     * Keeps a journal of each of a registry's instances.
     *
     * @param kind the policy
     * @param registry the instances
     * @param bufferSize how many events of each type are kept for the instance of a name; 0 for none
     * @param listen subscribes to those events of an instance that are to be kept
     */
    <P extends Policy> EventAnswers keep(
            PolicyKind kind,
            Registry<P> registry,
            ToIntFunction<String> bufferSize,
            BiFunction<P, EventJournal, List<Subscription>> listen) {
        PerInstance<P, EventJournal> each = new PerInstance<>(
                registry,
                instance -> new EventJournal(
                        types, bufferSize.applyAsInt(instance.name()), journal -> listen.apply(instance, journal)));
        journals.add(new Journals<>(kind, registry, each));
        return this;
    }

    /** Writes down that an instance was configured anew, if it is one of these. */
    void changed(BreakerConfigChangedEvent event) {
        journals.stream().filter(some -> some.kind == event.policy()).forEach(some -> some.changed(event));
    }

    /** {@return the events of all instances, oldest first} */
    Map<String, Object> all() {
        return answer(journals.stream().flatMap(Journals::all).sorted(Comparator.comparing(Line::name)), entry -> true);
    }

    /** {@return the events of one instance, or status 404} */
    Object of(String name) {
        return of(name, entry -> true);
    }

    /** {@return the events of one instance and type, or status 404} */
    Object of(String name, String type) {
        return EventType.parse(type, types)
                .map(wanted -> of(name, entry -> entry.type() == wanted))
                .orElseGet(() -> isKnown(name)
                        ? missing("type is '" + type + "': must be one of " + EventType.words(types) + ".")
                        : noInstance(name));
    }

    private Object of(String name, Predicate<JournalEntry> filter) {
        return isKnown(name) ? answer(journals.stream().flatMap(some -> some.named(name)), filter) : noInstance(name);
    }

    private boolean isKnown(String name) {
        return journals.stream().anyMatch(some -> some.registry.find(name).isPresent());
    }

    private WebEndpointResponse<Map<String, Object>> noInstance(String name) {
        return missing("There is no " + words + " '" + name + "'.");
    }

    private static WebEndpointResponse<Map<String, Object>> missing(String message) {
        return new WebEndpointResponse<>(Map.of("message", message), WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private Map<String, Object> answer(Stream<Line> lines, Predicate<JournalEntry> filter) {
        // A stable sort: the entries of one instance keep the order of their journal where times are equal.
        return Map.of(
                owner + "Events",
                lines.filter(line -> filter.test(line.entry))
                        .sorted(Comparator.comparing(line -> line.entry.time()))
                        .map(this::describe)
                        .toList());
    }

    private Map<String, Object> describe(Line line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(owner + "Name", line.name);
        fields.put("type", line.entry.type().name());
        fields.put("creationTime", line.entry.time().toString());
        line.entry.putDetails(fields);
        return fields;
    }

    @Override
    public void close() {
        journals.forEach(some -> some.each.close());
    }

    private record Line(String name, JournalEntry entry) {}

    private record Journals<P extends Policy>(
            PolicyKind kind, Registry<P> registry, PerInstance<P, EventJournal> each) {

        void changed(BreakerConfigChangedEvent event) {
            registry.find(event.name())
                    .flatMap(each::at)
                    .ifPresent(
                            journal -> journal.happened(EventType.CONFIG_CHANGE, event.time(), details(event), null));
        }

        private static Map<String, Object> details(BreakerConfigChangedEvent event) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("changes", event.words());
            if (event.by() != null) {
                details.put("by", event.by());
            }
            if (event.reason() != null) {
                details.put("reason", event.reason());
            }
            return details;
        }

        Stream<Line> all() {
            return registry.all().stream().flatMap(this::lines);
        }

        Stream<Line> named(String name) {
            return registry.find(name).stream().flatMap(this::lines);
        }

        private Stream<Line> lines(P instance) {
            return each.at(instance).map(EventJournal::entries).stream()
                    .flatMap(List::stream)
                    .map(entry -> new Line(instance.name(), entry));
        }
    }
}
