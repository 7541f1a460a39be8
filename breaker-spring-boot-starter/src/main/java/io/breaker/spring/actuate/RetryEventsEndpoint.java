package io.breaker.spring.actuate;

import io.breaker.RejectedCallException;
import io.breaker.Stages;
import io.breaker.Subscription;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryEvent.Failure;
import io.breaker.retry.RetryEvent.Retrying;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.PolicyKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/**
 * Shows what happened at the retries lately, oldest first: attempts that were followed by another, and calls that failed for
 * good, as summaries. Calls that a policy further in refused, such as an open circuit breaker, are one entry per minute.
 */
@Endpoint(id = "retryevents")
public final class RetryEventsEndpoint extends EventsEndpoint {

    private static final List<EventType> TYPES = List.of(EventType.RETRY, EventType.ERROR, EventType.NOT_PERMITTED);

    /**
     * Makes the endpoint, which listens to the registry's retries until it is closed.
     *
     * @param registry the retries
     * @param bufferSize how many events of each type are kept for the retry of a name; 0 for none
     */
    public RetryEventsEndpoint(RetryRegistry registry, ToIntFunction<String> bufferSize) {
        super(new EventAnswers("retry", "retry", TYPES)
                .keep(PolicyKind.RETRY, registry, bufferSize, RetryEventsEndpoint::listen));
    }

    private static List<Subscription> listen(Retry retry, EventJournal journal) {
        return List.of(
                retry.on(Retrying.class, event -> retrying(journal, event)),
                retry.on(Failure.class, event -> failed(journal, event)));
    }

    private static void retrying(EventJournal journal, Retrying event) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("numberOfAttempts", event.attempts());
        details.put("waitDurationInMs", event.pause().toMillis());
        journal.happened(EventType.RETRY, event.time(), details, event.thrown());
    }

    private static void failed(EventJournal journal, Failure event) {
        Throwable thrown = event.thrown();
        if (thrown != null && Stages.unwrap(thrown) instanceof RejectedCallException refusal) { // they come in floods
            journal.refused(EventType.NOT_PERMITTED, event.time(), Map.of(), refusal);
            return;
        }
        journal.happened(EventType.ERROR, event.time(), Map.of("numberOfAttempts", event.attempts()), thrown);
    }
}
