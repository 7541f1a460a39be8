package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitBreakerMetricsTest extends MeteredBreakers {

    @Nested
    class Numbers {

        private final CircuitBreaker redis = breakers.circuitBreaker("redis");

        @ParameterizedTest
        @EnumSource
        void exactlyTheGaugeOfThePresentStateIsOne(State state) {
            metrics.bindTo(meters);

            bring(redis, state);

            for (State each : State.values()) {
                assertThat(gauge("state", "state", word(each))).as(each.name()).isEqualTo(each == state ? 1 : 0);
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"CLOSED", "HALF_OPEN", "DISABLED", "METRICS_ONLY"})
        void callsAreTimedInEveryStateThatLetsThemThrough(State state) {
            metrics.bindTo(meters);
            bring(redis, state);

            call(redis, Duration.ofMillis(30), null);
            bring(redis, state);
            call(redis, Duration.ofMillis(40), new IOException());
            bring(redis, state);
            call(redis, Duration.ofMillis(50), new IllegalArgumentException());

            assertThat(timer("successful").count()).isEqualTo(1);
            assertThat(timer("successful").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
            assertThat(timer("failed").count()).isEqualTo(1);
            assertThat(timer("failed").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
            assertThat(timer("ignored").count()).isEqualTo(1);
            assertThat(timer("ignored").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50);
        }

        @ParameterizedTest
        @EnumSource(names = {"OPEN", "FORCED_OPEN"})
        void refusalsAreCountedInEveryStateThatRefuses(State state) {
            metrics.bindTo(meters);
            bring(redis, state);

            refuse(redis);
            refuse(redis);
            redis.close();

            assertThat(notPermitted(redis.name())).isEqualTo(2);
            assertThat(timer("failed").count()).isZero();
        }

        @Test
        void theWindowShowsWithItsRates() {
            metrics.bindTo(meters);
            assertThat(gauge("failure.rate")).isEqualTo(-1);
            assertThat(gauge("slow.call.rate")).isEqualTo(-1);

            call(redis, Duration.ZERO, null);
            call(redis, Duration.ofSeconds(2), null);
            call(redis, Duration.ZERO, null);
            call(redis, Duration.ofSeconds(2), new IOException());

            assertThat(gauge("buffered.calls", "kind", "successful")).isEqualTo(3);
            assertThat(gauge("buffered.calls", "kind", "failed")).isEqualTo(1);
            assertThat(gauge("slow.calls", "kind", "successful")).isEqualTo(1);
            assertThat(gauge("slow.calls", "kind", "failed")).isEqualTo(1);
            assertThat(gauge("failure.rate")).isEqualTo(25);
            assertThat(gauge("slow.call.rate")).isEqualTo(50);
        }

        @Test
        void thresholdsAreThoseInForce() {
            metrics.bindTo(meters);

            redis.reconfigure(redis.config().toBuilder()
                    .failureRateThreshold(12.5)
                    .slowCallRateThreshold(80)
                    .build());

            assertThat(gauge("failure.rate.threshold")).isEqualTo(12.5);
            assertThat(gauge("slow.call.rate.threshold")).isEqualTo(80);
        }

        @Test
        void runningAndOverdueCallsShow() {
            metrics.bindTo(meters);
            redis.acquire();
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            redis.acquire();

            assertThat(gauge("calls.in.flight")).isEqualTo(2);
            assertThat(gauge("calls.overdue")).isEqualTo(1);
        }

        @Test
        void anOpenBreakerReadsHalfOpenAfterItsWaitWithoutTraffic() {
            metrics.bindTo(meters);
            redis.open();
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());

            assertThat(gauge("state", "state", "half_open")).isEqualTo(1);
            assertThat(gauge("state", "state", "open")).isZero();
            assertThat(transitions("open", "half_open")).isEqualTo(1);
        }

        @Test
        void whatHappenedBeforeBindingIsNotLostWhereTheBreakerCountsItself() {
            redis.forceOpen();
            refuse(redis);

            metrics.bindTo(meters);

            assertThat(notPermitted("redis")).isEqualTo(1);
            assertThat(gauge("state", "state", "forced_open")).isEqualTo(1);
        }
    }

    @Nested
    class Transitions {

        private final CircuitBreaker redis = breakers.circuitBreaker("redis");

        @Test
        void beginAtZeroWhereABreakerMovesByItself() {
            metrics.bindTo(meters);

            assertThat(transitions("closed", "open")).isZero();
            assertThat(transitions("open", "half_open")).isZero();
            assertThat(transitions("half_open", "open")).isZero();
            assertThat(transitions("half_open", "closed")).isZero();
            assertThat(meters.find("breaker.circuitbreaker.transitions").counters())
                    .hasSize(4);
        }

        @Test
        void areCounted() {
            metrics.bindTo(meters);
            redis.open();
            redis.halfOpen();
            redis.open();
            redis.forceOpen();

            assertThat(transitions("closed", "open")).isEqualTo(1);
            assertThat(transitions("half_open", "open")).isEqualTo(1);
            assertThat(transitions("open", "forced_open")).isEqualTo(1);
        }

        @Test
        void doNotCountAResetThatStaysWhereItIs() {
            metrics.bindTo(meters);
            redis.reset();
            redis.open();
            redis.reset();

            assertThat(meters.find("breaker.circuitbreaker.transitions").counters())
                    .hasSize(5)
                    .extracting(Counter::count)
                    .containsExactlyInAnyOrder(1.0, 1.0, 0.0, 0.0, 0.0);
        }
    }
}
