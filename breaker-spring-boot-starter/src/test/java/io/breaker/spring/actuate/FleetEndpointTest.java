package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Subscription;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.InMemoryFleetStore;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the endpoint shows and does of a fleet. */
@ExtendWith(OutputCaptureExtension.class)
class FleetEndpointTest {

    private final Mortal store = new Mortal();
    private final CircuitBreakerFleet fleet = CircuitBreakerFleet.of(
            store, FleetConfig.builder().instanceId("pod-1").build());
    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.builder()
            .fleetEnabled(true)
            .minimumNumberOfCalls(4)
            .build());
    private final CircuitBreaker payment = registry.circuitBreaker("payment");
    private final CircuitBreakersEndpoint endpoint =
            new CircuitBreakersEndpoint(registry, Refreshers.ofNothing(), Instant::now, () -> fleet);

    @BeforeEach
    void join() {
        fleet.join(payment).join();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private WebEndpointResponse<Map<String, Object>> post(
            @Nullable String updateState, @Nullable String reason, @Nullable String by, @Nullable String duration) {
        return endpoint.updateState("payment", updateState, "fleet", reason, by, duration, null, SecurityContext.NONE);
    }

    private static Map<?, ?> fleetIn(@Nullable Map<String, Object> fields) {
        return (Map<?, ?>) requireNonNull(requireNonNull(fields).get("fleet"));
    }

    private static Map<?, ?> map(Map<?, ?> fields, String key) {
        return (Map<?, ?>) requireNonNull(fields.get(key));
    }

    @Nested
    class Reading {

        @Test
        void showsWhatThisInstanceKnowsOfTheFleet() {
            Map<?, ?> shown = fleetIn(endpoint.circuitBreaker("payment"));

            assertThat(shown.keySet().stream().map(String::valueOf))
                    .containsExactly(
                            "attached",
                            "since",
                            "instance",
                            "epoch",
                            "phase",
                            "instances",
                            "mixedRules",
                            "window",
                            "fastWindow",
                            "remaining",
                            "probes",
                            "override");
            assertThat(shown.get("attached")).isEqualTo(true);
            assertThat(shown.get("instance")).isEqualTo("pod-1");
            assertThat(shown.get("epoch")).isEqualTo(0L);
            assertThat(shown.get("phase")).isEqualTo("CLOSED");
            assertThat(shown.get("instances")).isEqualTo(1);
            assertThat(shown.get("remaining")).isEqualTo("PT0S");
            assertThat(shown.get("override")).isNull();
            assertThat(map(shown, "window"))
                    .isEqualTo(Map.of("calls", 0L, "failureRate", "-1.0%", "slowCallRate", "-1.0%"));
            assertThat(map(shown, "probes").keySet().toString()).isEqualTo("[succeeded, failed, slow, lost, holder]");
        }

        @Test
        void showsNoFleetForABreakerThatIsInNone() {
            registry.circuitBreaker("alone");

            assertThat(requireNonNull(endpoint.circuitBreaker("alone"))).doesNotContainKey("fleet");
            assertThat(requireNonNull(new CircuitBreakersEndpoint(registry, Refreshers.ofNothing(), Instant::now)
                            .circuitBreaker("payment")))
                    .doesNotContainKey("fleet");
        }

        @Test
        void anOpenFleetTurnsNothingDown() {
            assertThat(post("FORCE_OPEN", "drill", null, null).getStatus()).isEqualTo(200);

            assertThat(new CircuitBreakersHealthIndicator(registry, name -> true, name -> false)
                            .health()
                            .getStatus())
                    .isEqualTo(Status.UP);
        }
    }

    @Nested
    class Commands {

        @ParameterizedTest
        @CsvSource({
            "FORCE_OPEN, FORCED_OPEN, PT1H",
            "force-open, FORCED_OPEN, 1h",
            "disable, DISABLED, 60m",
            "METRICS_ONLY, METRICS_ONLY, 3600s"
        })
        void overrulesTheWholeFleetForATime(String word, State state, String duration) {
            WebEndpointResponse<Map<String, Object>> response = post(word, "drill", "ops", duration);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(payment.state()).isEqualTo(state);
            Map<?, ?> override = map(fleetIn(response.getBody()), "override");
            assertThat(override.get("mode")).isEqualTo(state.name());
            assertThat(override.get("reason")).isEqualTo("drill");
            assertThat(override.get("by")).isEqualTo("ops");
            assertThat(String.valueOf(override.get("remaining"))).matches("PT(1H|59M.*)");
            assertThat(requireNonNull(response.getBody()).get("message"))
                    .asString()
                    .startsWith("The fleet's circuit breaker 'payment' was told to ")
                    .endsWith(" for PT1H.");
        }

        @Test
        void anOverrideHoldsForADayAndIsAnonymousUnlessSomebodySaysOtherwise() {
            Map<?, ?> override =
                    map(fleetIn(post("DISABLE", "drill", null, null).getBody()), "override");

            assertThat(String.valueOf(override.get("remaining"))).matches("PT(24H|23H59M.*)");
            assertThat(override.get("by")).isEqualTo("unknown");
        }

        @Test
        void whoIsLoggedInHasDoneIt() {
            SecurityContext security = new SecurityContext() {
                @Override
                public Principal getPrincipal() {
                    return () -> "alice";
                }

                @Override
                public boolean isUserInRole(String role) {
                    return false;
                }
            };

            Map<String, Object> body = endpoint.updateState(
                            "payment", "DISABLE", "FLEET", "drill", "somebody else", null, null, security)
                    .getBody();

            assertThat(map(fleetIn(body), "override").get("by")).isEqualTo("alice");
        }

        @ParameterizedTest
        @CsvSource({"RELEASE", "CLOSE"})
        void letsTheFleetDecideForItselfAgain(String word) {
            post("FORCE_OPEN", "drill", null, null);

            WebEndpointResponse<Map<String, Object>> response = post(word, null, null, null);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(fleetIn(response.getBody()).get("override")).isNull();
            assertThat(payment.state()).isEqualTo(State.CLOSED);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        RELEASE | provider is back | ops | Circuit breaker 'payment': the whole fleet is told to RELEASE by ops: provider is back
                        CLOSE   | provider is back | ops | Circuit breaker 'payment': the whole fleet is told to CLOSE by ops: provider is back
                        CLOSE   | -                | -   | Circuit breaker 'payment': the whole fleet is told to CLOSE by unknown: no reason given
                        """)
        void whoEndsSomethingAndWhyIsLogged(
                String word, @Nullable String reason, @Nullable String by, String line, CapturedOutput output) {
            post(word, reason, by, null);

            assertThat(output.getOut().lines().filter(each -> each.contains("INFO") && each.endsWith(line)))
                    .hasSize(1);
        }

        @Test
        void aReasonIsOneLineOfTheLog(CapturedOutput output) {
            post("RELEASE", "all is\nwell " + "x".repeat(1000), "o\rps", null);

            assertThat(output.getOut().lines())
                    .filteredOn(line -> line.contains("told to RELEASE by o ps: all is well xxx"))
                    .singleElement()
                    .asString()
                    .doesNotContain("x".repeat(500));
        }

        @Test
        void whatIsRefusedIsNotLogged(CapturedOutput output) {
            post("RELEASE", "drill", "ops", "1h");

            assertThat(output).doesNotContain("the whole fleet is told");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        OPEN       | why | -     | updateState is 'OPEN': must be one of FORCE_OPEN, DISABLE, METRICS_ONLY, CLOSE, RELEASE where scope is fleet.
                        -          | why | -     | updateState is missing: must be one of FORCE_OPEN, DISABLE, METRICS_ONLY, CLOSE, RELEASE where scope is fleet.
                        FORCE_OPEN | -   | -     | reason is missing: FORCE_OPEN for the whole fleet takes one.
                        DISABLE    | ' ' | -     | reason is missing: DISABLE for the whole fleet takes one.
                        DISABLE    | why | soon  | for is 'soon': must be one such as 30m or PT1H, from 1 s to 366 days.
                        DISABLE    | why | 999ms | for is '999ms': must be one such as 30m or PT1H, from 1 s to 366 days.
                        DISABLE    | why | 367d  | for is '367d': must be one such as 30m or PT1H, from 1 s to 366 days.
                        RELEASE    | -   | 1h    | RELEASE takes no for: it does not end by itself.
                        """)
        void refusesBadValuesInASentence(
                @Nullable String word, @Nullable String reason, @Nullable String duration, String message) {
            WebEndpointResponse<Map<String, Object>> response = post(word, reason, null, duration);

            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(requireNonNull(response.getBody())).containsEntry("message", message);
            assertThat(payment.state()).isEqualTo(State.CLOSED);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        galaxy   | -   | scope is 'galaxy': must be instance or fleet.
                        """)
        void refusesScopesThatAreNoneAndWhatWouldBeLost(
                @Nullable String scope, @Nullable String reason, String message) {
            WebEndpointResponse<Map<String, Object>> response = endpoint.updateState(
                    "payment", "FORCE_OPEN", scope, reason, null, null, null, SecurityContext.NONE);

            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(requireNonNull(response.getBody())).containsEntry("message", message);
            assertThat(payment.state()).isEqualTo(State.CLOSED);
        }

        @Test
        void refusesABreakerThatIsInNoFleet() {
            registry.circuitBreaker("alone");

            WebEndpointResponse<Map<String, Object>> response = endpoint.updateState(
                    "alone", "FORCE_OPEN", "fleet", "drill", null, null, null, SecurityContext.NONE);

            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(requireNonNull(response.getBody()))
                    .containsEntry("message", "Circuit breaker 'alone' is in no fleet.");
        }

        @Test
        void saysThatItIsUnknownWhetherTheFleetWasToldIfNobodyConfirmsIt() {
            store.dead.set(true);

            WebEndpointResponse<Map<String, Object>> response = post("FORCE_OPEN", "drill", null, null);

            assertThat(response.getStatus()).isEqualTo(503);
            assertThat(requireNonNull(response.getBody()).get("message"))
                    .asString()
                    .startsWith("The fleet has not confirmed it: The fleet's store does not answer: ")
                    .contains("gone")
                    .endsWith("; it may have been told all the same.");
            assertThat(payment.state()).isEqualTo(State.CLOSED);
        }

        @Test
        void aCommandForTheInstanceIsNoneForTheFleet() {
            endpoint.updateState("payment", "FORCE_OPEN", null, null, null, null, null, SecurityContext.NONE);

            assertThat(payment.state()).isEqualTo(State.FORCED_OPEN);
            assertThat(fleetIn(endpoint.circuitBreaker("payment")).get("override"))
                    .isNull();
        }

        @Test
        void theWordsAreThoseOfTheFleet() {
            assertThat(FleetUpdate.words())
                    .isEqualTo(List.of("FORCE_OPEN", "DISABLE", "METRICS_ONLY", "CLOSE", "RELEASE"));
        }
    }

    /** A store that can die. */
    private static final class Mortal implements FleetStore {

        private final InMemoryFleetStore alive = new InMemoryFleetStore();
        private final AtomicBoolean dead = new AtomicBoolean();

        @Override
        public CompletableFuture<FleetView> exchange(FleetReport report) {
            return dead.get()
                    ? CompletableFuture.failedFuture(new IllegalStateException("gone"))
                    : alive.exchange(report);
        }

        @Override
        public CompletableFuture<Void> leave(String breaker, String instance) {
            return alive.leave(breaker, instance);
        }

        @Override
        public Subscription subscribe(Consumer<String> listener) {
            return alive.subscribe(listener);
        }

        @Override
        public void close() {}
    }
}
