package io.breaker.spring.dashboard;

import io.breaker.PerInstance;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The latest transitions of all breakers, whether somebody watches or not: who opens the page at night wants to know what has
 * happened before. Transitions are rare, and nothing else is listened to; the
 * endpoints' journals are those of one instance each, and are there only where their endpoints are exposed.
 */
final class Journal implements AutoCloseable {

    static final int MOST = 200;

    /** One line. */
    record Line(long number, Map<String, Object> fields) {}

    private final Deque<Line> lines = new ArrayDeque<>();
    private final String id = UUID.randomUUID().toString();
    private final PerInstance<CircuitBreaker, BreakerHistory> histories;
    private long last;

    Journal(CircuitBreakerRegistry registry) {
        this.histories = new PerInstance<>(registry, breaker -> new BreakerHistory(breaker, this::note));
    }

    /** {@return what tells this journal from that of the application before it was restarted} */
    String id() {
        return id;
    }

    Optional<BreakerHistory> of(CircuitBreaker breaker) {
        return histories.at(breaker);
    }

    private void note(Transition transition) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", transition.time().toEpochMilli());
        fields.put("name", transition.name());
        fields.put("from", transition.from().name());
        fields.put("to", transition.to().name());
        fields.put("cause", transition.cause().name());
        fields.put("text", transition.evidence().text());
        add(fields);
    }

    private synchronized void add(Map<String, Object> fields) {
        last++;
        fields.put("number", last);
        lines.addLast(new Line(last, fields));
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    /** {@return the lines that came after the one of that number, oldest first} */
    synchronized List<Line> after(long number) {
        return lines.stream().filter(line -> line.number() > number).toList();
    }

    @Override
    public void close() {
        histories.close();
    }
}
