package io.breaker.spring.actuate;

import io.breaker.bulkhead.BulkheadEvent;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.spring.config.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/**
 * Shows the refusals of the bulkheads of both kinds lately, oldest first; those of one minute are one entry. A bulkhead and a
 * thread-pool bulkhead may have the same name, so each entry says which of them it is about.
 */
@Endpoint(id = "bulkheadevents")
public final class BulkheadEventsEndpoint extends EventsEndpoint {

    private static final Map<String, Object> SEMAPHORE = Map.of("bulkheadType", "SEMAPHORE");
    private static final Map<String, Object> THREAD_POOL = Map.of("bulkheadType", "THREAD_POOL");

    /**
     * Makes the endpoint, which listens to the registries' bulkheads until it is closed.
     *
     * @param semaphores the bulkheads
     * @param semaphoreSize how many entries are kept for the bulkhead of a name; 0 for none
     * @param threadPools the thread-pool bulkheads
     * @param threadPoolSize how many entries are kept for the thread-pool bulkhead of a name; 0 for none
     */
    public BulkheadEventsEndpoint(
            BulkheadRegistry semaphores,
            ToIntFunction<String> semaphoreSize,
            ThreadPoolBulkheadRegistry threadPools,
            ToIntFunction<String> threadPoolSize) {
        super(new EventAnswers("bulkhead", "bulkhead", List.of(EventType.CALL_REJECTED))
                .keep(
                        PolicyKind.BULKHEAD,
                        semaphores,
                        semaphoreSize,
                        (bulkhead, journal) ->
                                List.of(bulkhead.on(BulkheadEvent.Rejected.class, into(journal, SEMAPHORE))))
                .keep(
                        PolicyKind.THREAD_POOL_BULKHEAD,
                        threadPools,
                        threadPoolSize,
                        (bulkhead, journal) ->
                                List.of(bulkhead.on(BulkheadEvent.Rejected.class, into(journal, THREAD_POOL)))));
    }

    private static Consumer<BulkheadEvent> into(EventJournal journal, Map<String, Object> type) {
        return event -> journal.refused(EventType.CALL_REJECTED, event.time(), type, null);
    }
}
