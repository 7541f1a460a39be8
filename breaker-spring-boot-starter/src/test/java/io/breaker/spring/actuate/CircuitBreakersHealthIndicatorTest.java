package io.breaker.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.json.JsonMapper;

class CircuitBreakersHealthIndicatorTest {

    private final Breakers breakers = new Breakers();
    private final CircuitBreakersHealthIndicator indicator =
            new CircuitBreakersHealthIndicator(breakers.registry, name -> true, Set.of("strict")::contains);

    @Test
    void isUpWithoutBreakers() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(indicator.health().getDetails()).isEmpty();
    }

    @Test
    void showsExactlyTheFieldsOfTheContractInTheirOrder() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(
                CircuitBreakerConfig.builder().failureRateThreshold(10).build());
        registry.circuitBreaker("redis");

        Health health = new CircuitBreakersHealthIndicator(registry, name -> true, name -> false).health();

        assertThat(new JsonMapper().writeValueAsString(health.getDetails())).isEqualTo("""
                        {"redis":{"status":"UP","details":{"failureRate":"-1.0%","failureRateThreshold":"10.0%",\
                        "slowCallRate":"-1.0%","slowCallRateThreshold":"100.0%","bufferedCalls":0,"slowCalls":0,\
                        "slowFailedCalls":0,"failedCalls":0,"notPermittedCalls":0,"state":"CLOSED"}}}""");
    }

    @Test
    void showsTheNumbersThatOpenedAnOpenBreaker() {
        CircuitBreaker redis = breakers.breaker("redis");
        Breakers.openByFailures(redis);
        Breakers.refuse(redis);

        assertThat(details("redis"))
                .containsEntry("failureRate", "50.0%")
                .containsEntry("bufferedCalls", 4)
                .containsEntry("failedCalls", 2)
                .containsEntry("notPermittedCalls", 1L)
                .containsEntry("state", "OPEN");
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, UP",
        "OPEN, CIRCUIT_OPEN",
        "FORCED_OPEN, CIRCUIT_OPEN",
        "HALF_OPEN, CIRCUIT_HALF_OPEN",
        "DISABLED, UP",
        "METRICS_ONLY, UP"
    })
    void saysWhatEachStateMeansAndStaysUpItself(CircuitBreaker.State state, String status) {
        bring(breakers.breaker("lenient"), state);

        assertThat(own("lenient")).containsEntry("status", status);
        assertThat(details("lenient")).containsEntry("state", state.name());
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, UP", "OPEN, DOWN", "FORCED_OPEN, DOWN", "HALF_OPEN, UP", "DISABLED, UP", "METRICS_ONLY, UP"})
    void isDownOnlyWhileABreakerThatMayTurnItDownIsOpen(CircuitBreaker.State state, String component) {
        breakers.breaker("another");
        bring(breakers.breaker("strict"), state);
        breakers.breaker("zebra"); // looked at after it: must not turn it up again

        assertThat(indicator.health().getStatus().getCode()).isEqualTo(component);
    }

    @Test
    void leavesOutBreakersThatAreNotRegisteredEvenIfTheyMayTurnItDown() {
        breakers.breaker("strict").open();
        breakers.breaker("shown");

        Health health = new CircuitBreakersHealthIndicator(breakers.registry, "shown"::equals, name -> true).health();

        assertThat(health.getDetails()).containsOnlyKeys("shown");
        assertThat(health.getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void showsBreakersThatComeAndGo() {
        breakers.breaker("b");
        breakers.breaker("a");
        assertThat(indicator.health().getDetails().keySet()).containsExactly("a", "b");

        breakers.registry.remove("a");
        assertThat(indicator.health().getDetails()).containsOnlyKeys("b");
    }

    @Test
    void seesTheEndOfTheOpenWaitWithoutTraffic() {
        CircuitBreaker strict = breakers.breaker("strict");
        strict.open();
        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);

        breakers.pass(Duration.ofSeconds(10));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(own("strict")).containsEntry("status", "CIRCUIT_HALF_OPEN");
        assertThat(details("strict")).containsEntry("state", "HALF_OPEN");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1.0%",
        "10, 10.0%",
        "33.333333333333336, 33.33%",
        "66.66666666666667, 66.67%",
        "12.5, 12.5%",
        "0, 0.0%",
        "100, 100.0%",
        "0.07, 0.07%",
        "0.001, 0.0%",
        "29.1, 29.1%"
    })
    void writesRatesWithOneDecimalOrTwo(double rate, String text) {
        assertThat(CircuitBreakerFields.percent(rate)).isEqualTo(text);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> own(String name) {
        return (Map<String, Object>)
                requireNonNull(indicator.health().getDetails().get(name));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> details(String name) {
        return (Map<String, Object>) requireNonNull(own(name).get("details"));
    }

    static void bring(CircuitBreaker breaker, CircuitBreaker.State state) {
        switch (state) {
            case CLOSED -> breaker.close();
            case OPEN -> breaker.open();
            case HALF_OPEN -> breaker.halfOpen();
            case FORCED_OPEN -> breaker.forceOpen();
            case DISABLED -> breaker.disable();
            case METRICS_ONLY -> breaker.metricsOnly();
        }
    }
}
