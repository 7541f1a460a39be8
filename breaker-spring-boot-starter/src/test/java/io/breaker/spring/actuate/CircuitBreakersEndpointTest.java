package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.config.ConfigFields;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class CircuitBreakersEndpointTest {

    private final Breakers breakers = new Breakers(
            Breakers.config().slowCallDurationThreshold(Duration.ofSeconds(1)).build());
    private final CircuitBreakersEndpoint endpoint = new CircuitBreakersEndpoint(
            breakers.registry, Refreshers.ofNothing(), () -> Instant.parse("2026-03-01T12:00:00Z"));

    @Nested
    class Reading {

        @Test
        void listsBreakersByName() {
            breakers.breaker("b");
            breakers.breaker("a");

            Map<?, ?> byName =
                    (Map<?, ?>) requireNonNull(endpoint.circuitBreakers().get("circuitBreakers"));

            assertThat(byName.keySet().toString()).isEqualTo("[a, b]");
            assertThat(byName.get("a")).isEqualTo(endpoint.circuitBreaker("a"));
        }

        @Test
        void knowsNothingOfAnUnknownNameAndCreatesNothing() {
            assertThat(endpoint.circuitBreaker("ghost")).isNull();
            assertThat(breakers.registry.all()).isEmpty();
        }

        @Test
        void showsAFreshBreaker() {
            CircuitBreaker redis = breakers.breaker("redis");

            assertThat(show("redis"))
                    .containsEntry("state", "CLOSED")
                    .containsEntry("since", redis.snapshot().since().toString())
                    .containsEntry("why", "initial state")
                    .containsEntry("callsInFlight", 0)
                    .containsEntry("callsOverdue", 0)
                    .containsEntry("config", ConfigFields.of(redis.config()))
                    .doesNotContainKeys("cause", "retryAfter", "nextProbe");
        }

        @Test
        void saysWhyABreakerOpenedAndWhenTheNextProbeMayGo() {
            CircuitBreaker redis = breakers.breaker("redis");
            Breakers.openByFailures(redis);
            breakers.pass(Duration.ofMillis(2500));

            assertThat(show("redis"))
                    .containsEntry("cause", "FAILURE_RATE")
                    .containsEntry(
                            "why",
                            "failure rate 50.0%, threshold 50.0%; of 4 calls 2 failed, 0 slow, 0 both;"
                                    + " mostly 2 x java.io.IOException; probes in 10000 ms")
                    .containsEntry(
                            "evidence",
                            Map.of(
                                    "failureRate", "50.0%",
                                    "slowCallRate", "0.0%",
                                    "calls", 4,
                                    "failedCalls", 2,
                                    "slowCalls", 0,
                                    "slowFailedCalls", 0,
                                    "callsOverdue", 0,
                                    "exceptions", Map.of("java.io.IOException", 2),
                                    "slowestCall", "PT0S"))
                    .containsEntry("starved", false)
                    .containsEntry("retryAfter", "PT7.5S")
                    .containsEntry("nextProbe", "2026-03-01T12:00:07.500Z");
        }

        @Test
        void seesTheEndOfTheOpenWaitWithoutTraffic() {
            Breakers.openByFailures(breakers.breaker("redis"));
            breakers.pass(Duration.ofSeconds(10));

            assertThat(show("redis"))
                    .containsEntry("state", "HALF_OPEN")
                    .containsEntry("cause", "WAIT_ELAPSED")
                    .containsEntry("why", "the open wait is over")
                    .doesNotContainKeys("retryAfter", "nextProbe");
        }

        @Test
        void hasNoNextProbeWhileForcedOpen() {
            breakers.breaker("redis").forceOpen();

            assertThat(show("redis"))
                    .containsEntry("state", "FORCED_OPEN")
                    .containsEntry("why", "by hand")
                    .doesNotContainKeys("retryAfter", "nextProbe");
        }

        @Test
        void countsRunningCallsAndThoseThatRunForTooLong() {
            CircuitBreaker redis = breakers.breaker("redis");
            redis.acquire();
            breakers.pass(Duration.ofSeconds(5));
            redis.acquire();

            assertThat(show("redis")).containsEntry("callsInFlight", 2).containsEntry("callsOverdue", 1);
        }

        @Test
        void showsWhichShareOfCallsIsLetThroughWhileTheBreakerRecovers() {
            Breakers recovering = new Breakers(Breakers.config()
                    .recoveryRampDuration(Duration.ofSeconds(10))
                    .recoveryInitialShare(10)
                    .build());
            CircuitBreaker redis = recovering.breaker("redis");
            CircuitBreakersEndpoint shown =
                    new CircuitBreakersEndpoint(recovering.registry, Refreshers.ofNothing(), Instant::now);
            assertThat(requireNonNull(shown.circuitBreaker("redis"))).containsEntry("admittedShare", "100.0%");

            Breakers.openByFailures(redis);
            recovering.pass(Duration.ofSeconds(10));
            while (redis.state() == State.HALF_OPEN) {
                redis.acquire().success();
            }
            recovering.pass(Duration.ofMillis(3700));

            assertThat(requireNonNull(shown.circuitBreaker("redis"))).containsEntry("admittedShare", "37.0%");
        }

        @Test
        void fallsBackToTheCauseForATransitionItHasNotHeardOf() {
            Breakers before = new Breakers();
            CircuitBreaker redis = before.breaker("redis");
            redis.open();
            CircuitBreakersEndpoint late =
                    new CircuitBreakersEndpoint(before.registry, Refreshers.ofNothing(), Instant::now);

            assertThat(requireNonNull(late.circuitBreaker("redis"))).containsEntry("why", "manual");
        }

        @Test
        void doesNotExplainAStayWithTheTransitionIntoALaterOne() {
            CircuitBreaker redis = breakers.breaker("redis");
            LastTransition last = new LastTransition(redis);
            Breakers.openByFailures(redis);
            CircuitBreakerSnapshot opened = redis.snapshot();
            redis.close();
            redis.open();

            assertThat(why(last, opened)).containsExactly(Map.entry("why", "failure rate"));
            assertThat(why(last, redis.snapshot()))
                    .containsEntry("why", "by hand; probes in 10000 ms")
                    .containsKey("evidence");
        }

        private static Map<String, Object> why(LastTransition last, CircuitBreakerSnapshot now) {
            Map<String, Object> fields = new HashMap<>();
            last.putWhy(now, fields);
            return fields;
        }

        @Test
        void followsABreakerThatIsMadeAnew() {
            CircuitBreaker old = breakers.breaker("redis");
            breakers.registry.remove("redis");
            Breakers.openByFailures(breakers.breaker("redis"));
            old.disable();

            assertThat(show("redis"))
                    .hasEntrySatisfying("why", why -> assertThat(why).asString().startsWith("failure rate 50.0%"));
        }
    }

    @Nested
    class Writing {

        @ParameterizedTest
        @CsvSource({
            "CLOSE, CLOSED",
            "OPEN, OPEN",
            "HALF_OPEN, HALF_OPEN",
            "FORCE_OPEN, FORCED_OPEN",
            "DISABLE, DISABLED",
            "METRICS_ONLY, METRICS_ONLY",
            "RESET, CLOSED",
            "force_open, FORCED_OPEN",
            "half-open, HALF_OPEN",
            "' Open ', OPEN"
        })
        void movesABreaker(String word, State state) {
            CircuitBreaker redis = breakers.breaker("redis");
            redis.open();

            WebEndpointResponse<Map<String, Object>> response = update("redis", word);

            assertThat(redis.state()).isEqualTo(state);
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getBody())
                    .containsEntry("circuitBreakerName", "redis")
                    .containsEntry("currentState", state.name())
                    .containsEntry(
                            "message",
                            "Circuit breaker 'redis' is " + (state == State.OPEN ? "already " : "now ") + state + ".");
        }

        @ParameterizedTest
        @ValueSource(strings = {"CLOSED", "nonsense", ""})
        void refusesAnUnknownStateAndNamesTheKnownOnes(String word) {
            assertBadRequest(word, "updateState is '" + word + "'");
        }

        @Test
        void refusesAMissingStateAndNamesTheKnownOnes() {
            assertBadRequest(null, "updateState is missing");
        }

        private void assertBadRequest(@Nullable String word, String problem) {
            CircuitBreaker redis = breakers.breaker("redis");

            WebEndpointResponse<Map<String, Object>> response = update("redis", word);

            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.getBody())
                    .containsEntry(
                            "message",
                            problem
                                    + ": must be one of CLOSE, OPEN, HALF_OPEN, FORCE_OPEN, DISABLE, METRICS_ONLY, RESET.");
            assertThat(redis.snapshot().cause()).isNull();
        }

        @Test
        void findsNoUnknownBreakerAndCreatesNone() {
            WebEndpointResponse<Map<String, Object>> response = update("ghost", "OPEN");

            assertThat(response.getStatus()).isEqualTo(404);
            assertThat(breakers.registry.all()).isEmpty();
        }
    }

    private Map<String, Object> show(String name) {
        return requireNonNull(endpoint.circuitBreaker(name));
    }

    private WebEndpointResponse<Map<String, Object>> update(String name, @Nullable String word) {
        return endpoint.updateState(name, word, null, null, null, null, null, SecurityContext.NONE);
    }
}
