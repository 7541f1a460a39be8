package io.breaker.spring.actuate;

import io.breaker.ratelimiter.RateLimiterEvent;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.spring.config.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

/** Shows the refusals of the rate limiters lately, oldest first; those of one minute are one entry. */
@Endpoint(id = "ratelimiterevents")
public final class RateLimiterEventsEndpoint extends EventsEndpoint {

    /**
     * Makes the endpoint, which listens to the registry's rate limiters until it is closed.
     *
     * @param registry the rate limiters
     * @param bufferSize how many entries are kept for the rate limiter of a name; 0 for none
     */
    public RateLimiterEventsEndpoint(RateLimiterRegistry registry, ToIntFunction<String> bufferSize) {
        super(new EventAnswers("rateLimiter", "rate limiter", List.of(EventType.FAILED_ACQUIRE))
                .keep(
                        PolicyKind.RATELIMITER,
                        registry,
                        bufferSize,
                        (limiter, journal) -> List.of(limiter.on(
                                RateLimiterEvent.Rejected.class,
                                event -> journal.refused(EventType.FAILED_ACQUIRE, event.time(), Map.of(), null)))));
    }
}
