package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.BuilderFields;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CircuitBreakerConfigTest {

    @Test
    void everyBuilderFieldSurvivesToBuilderAndHasAnAccessor() throws ReflectiveOperationException {
        CircuitBreakerConfig.Builder original = CircuitBreakerConfig.builder();
        BuilderFields.setAll(original);
        CircuitBreakerConfig config = original.build();
        CircuitBreakerConfig.Builder copy = config.toBuilder();

        for (Field field : BuilderFields.of(CircuitBreakerConfig.Builder.class)) {
            assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(original));
            assertThat(BuilderFields.read(config, field)).as(field.getName()).isEqualTo(field.get(original));
        }
    }

    @Test
    void laterChangesOfABuilderTouchNoConfiguration() {
        CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder();
        CircuitBreakerConfig config = builder.build();
        builder.failureRateThreshold(10);
        config.toBuilder().slidingWindowSize(5);

        assertThat(config.failureRateThreshold()).isEqualTo(50);
        assertThat(config.slidingWindowSize()).isEqualTo(100);
    }

    @Test
    void hasTheDocumentedDefaults() {
        CircuitBreakerConfig config = CircuitBreakerConfig.ofDefaults();

        assertThat(config.failureRateThreshold()).isEqualTo(50);
        assertThat(config.slowCallRateThreshold()).isEqualTo(100);
        assertThat(config.slowCallDurationThreshold()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.countSlowCallsInFlight()).isTrue();
        assertThat(config.slidingWindowType()).isEqualTo(SlidingWindowType.COUNT_BASED);
        assertThat(config.slidingWindowSize()).isEqualTo(100);
        assertThat(config.minimumNumberOfCalls()).isEqualTo(100);
        assertThat(config.permittedNumberOfCallsInHalfOpenState()).isEqualTo(10);
        assertThat(config.maxWaitDurationInHalfOpenState()).isZero();
        assertThat(config.transitionToStateAfterWaitDuration()).isEqualTo(State.OPEN);
        assertThat(config.waitDurationInOpenState()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.enableExponentialBackoff()).isFalse();
        assertThat(config.exponentialBackoffMultiplier()).isEqualTo(1.5);
        assertThat(config.exponentialMaxWaitDurationInOpenState()).isNull();
        assertThat(config.enableRandomizedWait()).isFalse();
        assertThat(config.randomizedWaitFactor()).isEqualTo(0.5);
        assertThat(config.automaticTransitionFromOpenToHalfOpenEnabled()).isFalse();
        assertThat(config.recordExceptions()).isEmpty();
        assertThat(config.ignoreExceptions()).isEmpty();
        assertThat(config.fastWindowCalls()).isZero();
        assertThat(config.fastWindowRate()).isEqualTo(90);
        assertThat(config.fastWindowSpan()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.recoveryRampDuration()).isZero();
        assertThat(config.recoveryInitialShare()).isEqualTo(10);
        assertThat(config.fleetEnabled()).isFalse();
        assertThat(config.fleetWindowDuration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.initialState()).isEqualTo(State.CLOSED);
        assertThat(config.writableStackTraceEnabled()).isFalse();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.failureRateThreshold(0), "failureRateThreshold is 0.0: must be above 0 and at most 100"),
                mistake(
                        b -> b.failureRateThreshold(100.1),
                        "failureRateThreshold is 100.1: must be above 0 and at most 100"),
                mistake(
                        b -> b.failureRateThreshold(Double.NaN),
                        "failureRateThreshold is NaN: must be above 0 and at most 100"),
                mistake(
                        b -> b.slowCallRateThreshold(-1),
                        "slowCallRateThreshold is -1.0: must be above 0 and at most 100"),
                mistake(
                        b -> b.slowCallDurationThreshold(Duration.ZERO),
                        "slowCallDurationThreshold is PT0S: must be longer than 0"),
                mistake(b -> b.slidingWindowSize(0), "slidingWindowSize is 0: must be at least 1"),
                mistake(
                        b -> b.slidingWindowSize(32_768).build(),
                        "slidingWindowSize is 32768: must be from 1 to 32767 where slidingWindowType is COUNT_BASED"),
                mistake(b -> b.minimumNumberOfCalls(0), "minimumNumberOfCalls is 0: must be at least 1"),
                mistake(
                        b -> b.permittedNumberOfCallsInHalfOpenState(0),
                        "permittedNumberOfCallsInHalfOpenState is 0: must be from 1 to 32767"),
                mistake(
                        b -> b.permittedNumberOfCallsInHalfOpenState(32_768),
                        "permittedNumberOfCallsInHalfOpenState is 32768: must be from 1 to 32767"),
                mistake(
                        b -> b.maxWaitDurationInHalfOpenState(Duration.ofMillis(-1)),
                        "maxWaitDurationInHalfOpenState is PT-0.001S: must not be negative"),
                mistake(
                        b -> b.transitionToStateAfterWaitDuration(State.DISABLED),
                        "transitionToStateAfterWaitDuration is DISABLED: must be OPEN or CLOSED"),
                mistake(
                        b -> b.waitDurationInOpenState(Duration.ZERO),
                        "waitDurationInOpenState is PT0S: must be longer than 0"),
                mistake(
                        b -> b.exponentialBackoffMultiplier(0.9),
                        "exponentialBackoffMultiplier is 0.9: must be at least 1"),
                mistake(
                        b -> b.exponentialMaxWaitDurationInOpenState(Duration.ZERO),
                        "exponentialMaxWaitDurationInOpenState is PT0S: must be longer than 0"),
                mistake(b -> b.randomizedWaitFactor(1), "randomizedWaitFactor is 1.0: must be at least 0 and below 1"),
                mistake(
                        b -> b.randomizedWaitFactor(-0.1),
                        "randomizedWaitFactor is -0.1: must be at least 0 and below 1"),
                mistake(b -> b.fastWindowCalls(-1), "fastWindowCalls is -1: must be at least 0"),
                mistake(b -> b.fastWindowRate(0), "fastWindowRate is 0.0: must be above 0 and at most 100"),
                mistake(
                        b -> b.fastWindowSpan(Duration.ofNanos(999_999)),
                        "fastWindowSpan is PT0.000999999S: must be from PT0.001S to PT1H"),
                mistake(
                        b -> b.fastWindowSpan(Duration.ofHours(1).plusNanos(1)),
                        "fastWindowSpan is PT1H0.000000001S: must be from PT0.001S to PT1H"),
                mistake(
                        b -> b.recoveryRampDuration(Duration.ofNanos(-1)),
                        "recoveryRampDuration is PT-0.000000001S: must not be negative"),
                mistake(
                        b -> b.recoveryInitialShare(101),
                        "recoveryInitialShare is 101.0: must be above 0 and at most 100"),
                mistake(
                        b -> b.fleetWindowDuration(Duration.ZERO),
                        "fleetWindowDuration is PT0S: must be longer than 0"),
                mistake(
                        b -> b.fleetEnabled(true)
                                .fleetWindowDuration(Duration.ofSeconds(61))
                                .build(),
                        "fleetWindowDuration is PT1M1S: must be at most 30 times fastWindowSpan, which is PT2S"));
    }

    private static Arguments mistake(Consumer<CircuitBreakerConfig.Builder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aValueOutOfRangeIsRefusedWithItsRule(Consumer<CircuitBreakerConfig.Builder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(CircuitBreakerConfig.builder()))
                .withMessage(message);
    }

    @Test
    @SuppressWarnings("NullAway") // the wrong that is tested
    void nothingIsNoChoice() {
        CircuitBreakerConfig.Builder builder = CircuitBreakerConfig.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.slidingWindowType(null))
                .withMessage("slidingWindowType is null: must be COUNT_BASED or TIME_BASED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.initialState(null))
                .withMessage("initialState is null: must be a state");
    }

    @Test
    void theEndsOfEachRangeBelongToIt() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .failureRateThreshold(100)
                .slowCallRateThreshold(Double.MIN_VALUE)
                .slowCallDurationThreshold(Duration.ofNanos(1))
                .slidingWindowSize(32_767)
                .minimumNumberOfCalls(1)
                .permittedNumberOfCallsInHalfOpenState(32_767)
                .maxWaitDurationInHalfOpenState(Duration.ZERO)
                .waitDurationInOpenState(Duration.ofSeconds(Long.MAX_VALUE))
                .exponentialBackoffMultiplier(1)
                .exponentialMaxWaitDurationInOpenState(null)
                .randomizedWaitFactor(0)
                .fastWindowCalls(Integer.MAX_VALUE)
                .fastWindowSpan(Duration.ofHours(1))
                .recoveryRampDuration(Duration.ofSeconds(Long.MAX_VALUE))
                .fleetEnabled(true)
                .fleetWindowDuration(Duration.ofHours(30))
                .build();

        CircuitBreaker breaker = CircuitBreaker.of("extreme", config);
        breaker.open();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aTimeWindowMayBeLongerThanACountWindowIsLarge() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .slidingWindowSize(86_400)
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .build();

        assertThat(config.slidingWindowSize()).isEqualTo(86_400);
    }

    @Test
    void theDefaultMinimumFitsIntoASmallCountWindow() {
        CircuitBreakerConfig.Builder small = CircuitBreakerConfig.builder().slidingWindowSize(20);

        assertThat(small.build().minimumNumberOfCalls()).isEqualTo(20);
        assertThat(small.slidingWindowType(SlidingWindowType.TIME_BASED).build().minimumNumberOfCalls())
                .isEqualTo(100);
        assertThat(small.minimumNumberOfCalls(30).build().minimumNumberOfCalls())
                .isEqualTo(30);
    }

    @Test
    void aFleetHasAFastWindowAndARampUnlessItIsToldOtherwise() {
        CircuitBreakerConfig.Builder fleet = CircuitBreakerConfig.builder().fleetEnabled(true);

        assertThat(fleet.build().fastWindowCalls()).isEqualTo(10);
        assertThat(fleet.build().recoveryRampDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(fleet.fastWindowCalls(0).build().fastWindowCalls()).isZero();
        assertThat(fleet.recoveryRampDuration(Duration.ZERO).build().recoveryRampDuration())
                .isZero();
    }

    @Test
    void listsOfExceptionsCannotBeChanged() {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .recordExceptions(IOException.class)
                .build();

        assertThatThrownBy(() -> config.recordExceptions().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
