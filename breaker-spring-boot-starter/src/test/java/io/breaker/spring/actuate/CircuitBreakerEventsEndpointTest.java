package io.breaker.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerEventsEndpointTest {

    private static final int SIZE = 5;

    private final Breakers breakers = new Breakers();
    private final CircuitBreakerEventsEndpoint endpoint =
            new CircuitBreakerEventsEndpoint(breakers.registry, name -> name.equals("silent") ? 0 : SIZE);

    @Test
    void tellsTheStoryOfAnOutageInOrder() {
        CircuitBreaker redis = breakers.breaker("redis");
        Breakers.ignore(redis);
        Breakers.openByFailures(redis);
        Breakers.refuse(redis);
        breakers.pass(Duration.ofSeconds(10));
        Breakers.succeed(redis);
        Breakers.succeed(redis);

        assertThat(types(endpoint.eventsOf("redis")))
                .containsExactly(
                        "IGNORED_ERROR",
                        "ERROR",
                        "STATE_TRANSITION",
                        "ERROR",
                        "NOT_PERMITTED",
                        "STATE_TRANSITION",
                        "STATE_TRANSITION");
        assertThat(events(ofType("redis", "STATE_TRANSITION")))
                .extracting(event -> event.get("stateTransition"))
                .containsExactly(
                        "State transition from CLOSED to OPEN",
                        "State transition from OPEN to HALF_OPEN",
                        "State transition from HALF_OPEN to CLOSED");
    }

    @Test
    void keepsASummaryOfAnErrorAndNotTheError() {
        CircuitBreaker redis = breakers.breaker("redis");
        CircuitBreaker.Permit permit = redis.acquire();
        breakers.pass(Duration.ofMillis(42));
        permit.failure(new IOException("x".repeat(1000)));

        Map<String, Object> error = events(endpoint.eventsOf("redis")).get(0);

        assertThat(error)
                .containsOnlyKeys(
                        "circuitBreakerName", "type", "creationTime", "durationInMs", "errorType", "errorMessage")
                .containsEntry("circuitBreakerName", "redis")
                .containsEntry("durationInMs", 42L)
                .containsEntry("errorType", "java.io.IOException")
                .containsEntry("errorMessage", "x".repeat(200));
        assertThat(error.values()).allMatch(value -> value instanceof String || value instanceof Long);
    }

    @Test
    void doesNotCutACharacterInTwo() {
        CircuitBreaker redis = breakers.breaker("redis");
        redis.acquire().failure(new IOException("x".repeat(199) + "\uD83D\uDE00 and more"));

        assertThat(events(endpoint.eventsOf("redis")).get(0)).containsEntry("errorMessage", "x".repeat(199));
    }

    @Test
    void bearsErrorsWithoutMessage() {
        CircuitBreaker redis = breakers.breaker("redis");
        redis.acquire().failure(new IOException());

        assertThat(events(endpoint.eventsOf("redis")).get(0))
                .containsEntry("errorType", "java.io.IOException")
                .doesNotContainKey("errorMessage");
    }

    @Test
    void aFloodOfRefusalsIsOneEntryThatCounts() {
        CircuitBreaker redis = breakers.breaker("redis");
        Breakers.openByFailures(redis);
        for (int i = 0; i < 1000; i++) {
            Breakers.refuse(redis);
        }

        assertThat(types(endpoint.eventsOf("redis")))
                .containsExactly("ERROR", "STATE_TRANSITION", "ERROR", "NOT_PERMITTED");
        assertThat(events(ofType("redis", "NOT_PERMITTED")).get(0))
                .containsEntry("count", 1000L)
                .containsEntry("state", "OPEN");
    }

    @Test
    void refusalsOfAnotherStayAreAnotherEntry() {
        CircuitBreaker redis = breakers.breaker("redis");
        redis.open();
        Breakers.refuse(redis);
        redis.close();
        redis.open();
        Breakers.refuse(redis);
        Breakers.refuse(redis);

        assertThat(events(ofType("redis", "NOT_PERMITTED")))
                .extracting(event -> event.get("count"))
                .containsExactly(1L, 2L);
    }

    @Test
    void aFloodOfErrorsPushesOutErrorsAlone() {
        CircuitBreaker redis = breakers.breaker("redis");
        redis.metricsOnly();
        Breakers.ignore(redis);
        for (int i = 0; i < 1000; i++) {
            redis.acquire().failure(new IOException("error " + i));
        }

        assertThat(types(endpoint.eventsOf("redis")))
                .containsExactly("STATE_TRANSITION", "IGNORED_ERROR", "ERROR", "ERROR", "ERROR", "ERROR", "ERROR");
        assertThat(events(ofType("redis", "ERROR")))
                .extracting(event -> event.get("errorMessage"))
                .containsExactly("error 995", "error 996", "error 997", "error 998", "error 999");
    }

    @Test
    void refusalsThatThreadsBeginAtOnceAreOneEntryThatLosesNone() throws Exception {
        int threads = 4;
        int rounds = 500;
        CircuitBreaker redis = breakers.breaker("redis");
        Set<Object> counts = new HashSet<>();
        CyclicBarrier start = new CyclicBarrier(threads, redis::forceOpen);
        CyclicBarrier end = new CyclicBarrier(threads, () -> {
            events(ofType("redis", "NOT_PERMITTED")).forEach(event -> counts.add(event.get("count")));
            redis.close();
        });
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(() -> {
                for (int round = 0; round < rounds; round++) {
                    start.await();
                    Breakers.refuse(redis);
                    Breakers.refuse(redis);
                    end.await();
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();

        assertThat(counts).containsExactly(2L * threads);
    }

    @Test
    void hearsOfBreakersThatWereThereBeforeIt() {
        CircuitBreaker early = breakers.breaker("early");
        CircuitBreakerEventsEndpoint late = new CircuitBreakerEventsEndpoint(breakers.registry, name -> SIZE);
        Breakers.fail(early);

        assertThat(types(late.eventsOf("early"))).containsExactly("ERROR");
    }

    @Test
    void saysWhatAResetWas() {
        breakers.breaker("redis").reset();

        assertThat(events(endpoint.eventsOf("redis")).get(0))
                .containsEntry("stateTransition", "Reset from CLOSED to CLOSED")
                .containsEntry("cause", "RESET");
    }

    @Test
    void listsTheEventsOfAllBreakers() {
        Breakers.fail(breakers.breaker("a"));
        Breakers.fail(breakers.breaker("b"));

        assertThat(events(endpoint.events()))
                .extracting(event -> event.get("circuitBreakerName"))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void keepsNothingForABreakerWithoutBuffer() {
        CircuitBreaker silent = breakers.breaker("silent");
        Breakers.openByFailures(silent);
        Breakers.refuse(silent);

        assertThat(events(endpoint.eventsOf("silent"))).isEmpty();
    }

    @Test
    void findsNeitherUnknownBreakersNorUnknownTypesAndCreatesNothing() {
        breakers.breaker("redis");

        assertThat(Events.missing(endpoint.eventsOf("ghost"))).isEqualTo("There is no circuit breaker 'ghost'.");
        assertThat(Events.missing(endpoint.eventsOfType("ghost", "ERROR")))
                .isEqualTo("There is no circuit breaker 'ghost'.");
        assertThat(Events.missing(endpoint.eventsOfType("ghost", "SUCCESS")))
                .isEqualTo("There is no circuit breaker 'ghost'.");
        assertThat(Events.missing(endpoint.eventsOfType("redis", "SUCCESS")))
                .isEqualTo(
                        "type is 'SUCCESS': must be one of ERROR, IGNORED_ERROR, NOT_PERMITTED, STATE_TRANSITION, CONFIG_CHANGE.");
        assertThat(breakers.registry.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_permitted", "NOT_PERMITTED", "not-permitted", " NOT_PERMITTED "})
    void readsTypesInAnyCase(String type) {
        CircuitBreaker redis = breakers.breaker("redis");
        redis.forceOpen();
        Breakers.refuse(redis);

        assertThat(events(ofType("redis", type))).hasSize(1);
    }

    @Test
    void forgetsARemovedBreakerAndStopsListeningToIt() {
        CircuitBreaker old = breakers.breaker("redis");
        Breakers.fail(old);
        breakers.registry.remove("redis");
        breakers.breaker("redis");
        Breakers.fail(old);

        assertThat(events(endpoint.eventsOf("redis"))).isEmpty();
    }

    @Test
    void keepsNothingMoreOnceClosed() {
        CircuitBreaker redis = breakers.breaker("redis");
        endpoint.close();
        Breakers.fail(redis);
        Breakers.fail(breakers.breaker("later"));

        assertThat(events(endpoint.events())).isEmpty();
    }

    private static List<String> types(Object answer) {
        return Events.types("circuitBreakerEvents", answer);
    }

    private static List<Map<String, Object>> events(Object answer) {
        return Events.of("circuitBreakerEvents", answer);
    }

    private Object ofType(String name, String type) {
        return endpoint.eventsOfType(name, type);
    }
}
