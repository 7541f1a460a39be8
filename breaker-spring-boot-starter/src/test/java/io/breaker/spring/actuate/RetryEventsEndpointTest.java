package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RetryEventsEndpointTest {

    private final RetryRegistry registry =
            RetryRegistry.of(RetryConfig.builder().waitDuration(Duration.ZERO).build());
    private final RetryEventsEndpoint endpoint =
            new RetryEventsEndpoint(registry, name -> name.equals("silent") ? 0 : 5);

    @Test
    void tellsAttemptsThatWereFollowedByAnotherAndTheFailureForGood() {
        fail(registry.retry("redis"), new IOException("x".repeat(1000)));

        List<Map<String, Object>> events = events(endpoint.eventsOf("redis"));
        assertThat(events)
                .extracting(event -> event.get("type") + " " + event.get("numberOfAttempts"))
                .containsExactly("RETRY 1", "RETRY 2", "ERROR 3");
        assertThat(events.get(0))
                .containsOnlyKeys(
                        "retryName",
                        "type",
                        "creationTime",
                        "numberOfAttempts",
                        "waitDurationInMs",
                        "errorType",
                        "errorMessage")
                .containsEntry("retryName", "redis")
                .containsEntry("waitDurationInMs", 0L)
                .containsEntry("errorType", "java.io.IOException")
                .containsEntry("errorMessage", "x".repeat(200));
    }

    @Test
    void aSuccessIsNotKept() {
        registry.retry("redis").call(() -> "fine");

        assertThat(events(endpoint.eventsOf("redis"))).isEmpty();
    }

    @Test
    void anUnwantedResultHasNoException() {
        Retry retry = registry.retry("redis");
        retry.reconfigure(RetryConfig.builder()
                .maxAttempts(1)
                .resultPredicate(result -> true)
                .build());
        retry.call(() -> "bad");

        assertThat(events(endpoint.eventsOf("redis")))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsOnlyKeys("retryName", "type", "creationTime", "numberOfAttempts")
                        .containsEntry("type", "ERROR"));
    }

    @Test
    void callsThatAnOpenBreakerRefusesPushOutNoErrors() {
        Retry retry = registry.retry("redis");
        fail(retry, new IOException("down"));
        CircuitBreaker breaker = CircuitBreaker.of("inner", CircuitBreakerConfig.ofDefaults());
        breaker.forceOpen();
        for (int i = 0; i < 500; i++) {
            assertThatThrownBy(() -> retry.call(() -> breaker.call(() -> "never")))
                    .isInstanceOf(CallNotPermittedException.class);
            retry.callAsync(() -> breaker.callAsync(() -> CompletableFuture.completedFuture("never")))
                    .exceptionally(refused -> "refused")
                    .join();
        }

        assertThat(Events.types("retryEvents", endpoint.eventsOfType("redis", "error")))
                .containsExactly("ERROR");
        List<Map<String, Object>> refusals = events(endpoint.eventsOfType("redis", "NOT_PERMITTED"));
        assertThat(refusals).hasSizeBetween(1, 2); // a minute may end meanwhile
        assertThat(Events.count(refusals)).isEqualTo(1000);
        assertThat(refusals.get(0))
                .containsEntry("errorType", "io.breaker.circuitbreaker.CallNotPermittedException")
                .containsKey("errorMessage");
    }

    @Test
    void aRefusalInAWrapperIsOneToo() {
        CircuitBreaker breaker = CircuitBreaker.of("inner", CircuitBreakerConfig.ofDefaults());
        breaker.forceOpen();
        Throwable refusal = catchThrowable(breaker::acquire);
        Throwable ended = catchThrowable(() -> registry.retry("redis").call(() -> {
            throw new CompletionException(refusal);
        }));

        assertThat(ended).hasCause(refusal);
        assertThat(Events.types("retryEvents", endpoint.eventsOf("redis"))).containsExactly("NOT_PERMITTED");
    }

    @Test
    void keepsNothingForARetryWithoutBufferAndNothingOnceClosed() {
        fail(registry.retry("silent"), new IOException());
        endpoint.close();
        fail(registry.retry("redis"), new IOException());

        assertThat(events(endpoint.events())).isEmpty();
    }

    @Test
    void findsNeitherUnknownRetriesNorUnknownTypes() {
        registry.retry("redis");

        assertThat(Events.missing(endpoint.eventsOf("ghost"))).isEqualTo("There is no retry 'ghost'.");
        assertThat(Events.missing(endpoint.eventsOfType("redis", "STATE_TRANSITION")))
                .isEqualTo("type is 'STATE_TRANSITION': must be one of RETRY, ERROR, NOT_PERMITTED, CONFIG_CHANGE.");
        assertThat(registry.all()).hasSize(1);
    }

    private static void fail(Retry retry, Exception failure) {
        Throwable thrown = catchThrowable(() -> retry.call(() -> {
            throw failure;
        }));
        assertThat(thrown).isSameAs(failure);
    }

    private static List<Map<String, Object>> events(Object answer) {
        return Events.of("retryEvents", answer);
    }
}
