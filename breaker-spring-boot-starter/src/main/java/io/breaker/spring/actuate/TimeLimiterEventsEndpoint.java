package io.breaker.spring.actuate;

import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterEvent.TimedOut;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/** Shows which calls the time limiters ended lately, oldest first, with the limit that they had. */
@Endpoint(id = "timelimiterevents")
public final class TimeLimiterEventsEndpoint extends EventsEndpoint {

    /**
     * Makes the endpoint, which listens to the registry's time limiters until it is closed.
     *
     * @param registry the time limiters
     * @param bufferSize how many events are kept for the time limiter of a name; 0 for none
     */
    public TimeLimiterEventsEndpoint(TimeLimiterRegistry registry, ToIntFunction<String> bufferSize) {
        super(new EventAnswers("timeLimiter", "time limiter", List.of(EventType.TIMEOUT))
                .keep(
                        PolicyKind.TIMELIMITER,
                        registry,
                        bufferSize,
                        (limiter, journal) -> List.of(limiter.on(TimedOut.class, event -> timedOut(journal, event)))));
    }

    private static void timedOut(EventJournal journal, TimedOut event) {
        Map<String, Object> details = Map.of("durationInMs", event.timeout().toMillis());
        journal.happened(EventType.TIMEOUT, event.time(), details, null);
    }
}
