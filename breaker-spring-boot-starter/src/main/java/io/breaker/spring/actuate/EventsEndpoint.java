package io.breaker.spring.actuate;

import io.breaker.spring.config.BreakerConfigChangedEvent;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the endpoints of events answer, each for its policy. */
abstract class EventsEndpoint implements AutoCloseable {

    private final EventAnswers answers;

    EventsEndpoint(EventAnswers answers) {
        this.answers = answers;
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

    /** {@return the events of all instances} */
    @ReadOperation
    public Map<String, Object> events() {
        return answers.all();
    }

    /**
     * Shows one instance's events; of bulkheads those of both kinds, if there is one of each of that name.
     *
     * @param name its name
     * @return its events; status 404 if there is no such instance
     */
    @ReadOperation
    public Object eventsOf(@Selector String name) {
        return answers.of(name);
    }

    /**
     * Shows one instance's events of one type.
     *
     * @param name its name
     * @param type the type, as the events have it
     * @return the events; status 404 if there is no such instance or type
     */
    @ReadOperation
    public Object eventsOfType(@Selector String name, @Selector String type) {
        return answers.of(name, type);
    }

    /** Stops listening. */
    @Override
    public void close() {
        answers.close();
    }
}
