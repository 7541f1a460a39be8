package io.breaker.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How meters come and go with their breakers. */
class CircuitBreakerMeterLifecycleTest extends MeteredBreakers {

    @Test
    void breakersThatAreMadeLaterHaveMeters() {
        metrics.bindTo(meters);
        breakers.circuitBreaker("late").forceOpen();

        assertThat(meters.get("breaker.circuitbreaker.state")
                        .tags("name", "late", "state", "forced_open")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void theMetersOfARemovedBreakerDisappearAndStayAway() {
        metrics.bindTo(meters);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        assertThat(meters.getMeters()).isNotEmpty();

        breakers.remove("redis");
        redis.disable();
        call(redis, Duration.ZERO, null);

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void aRemovedBreakerIsNotMeteredAnyMore() {
        metrics.bindTo(meters);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        Timer timer = timer("successful");

        breakers.remove("redis");
        call(redis, Duration.ZERO, null);

        assertThat(timer.count()).isZero();
    }

    @Test
    void aBreakerWhoseRemovalIsHeardOfBeforeItsAdditionHasNoMeters() {
        breakers.onAdded(added -> breakers.remove(added.name()));
        metrics.bindTo(meters);

        breakers.circuitBreaker("brief");

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void aBreakerThatIsMadeAnewHasItsOwnNumbers() {
        metrics.bindTo(meters);
        CircuitBreaker old = breakers.circuitBreaker("redis");
        call(old, Duration.ZERO, null);
        old.forceOpen();
        refuse(old);
        breakers.remove("redis");

        CircuitBreaker redis = breakers.circuitBreaker("redis");
        call(redis, Duration.ZERO, null);
        refuse(old);

        assertThat(timer("successful").count()).isEqualTo(1);
        assertThat(notPermitted("redis")).isZero();
        assertThat(gauge("state", "state", "closed")).isEqualTo(1);
    }

    @Test
    void aSuccessorWhoseAdditionIsHeardOfBeforeTheRemovalKeepsItsMeters() {
        breakers.onRemoved(removed -> breakers.circuitBreaker(removed.name())); // hears of it before the binder
        metrics.bindTo(meters);
        breakers.circuitBreaker("redis").forceOpen();

        breakers.remove("redis");

        assertThat(gauge("state", "state", "closed")).isEqualTo(1);
        assertThat(timer("successful").count()).isZero();
    }

    @Test
    void bindingTwiceCountsOnce() {
        metrics.bindTo(meters);
        metrics.bindTo(meters);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        redis.open();
        redis.close();
        call(redis, Duration.ZERO, null);

        assertThat(timer("successful").count()).isEqualTo(1);
        assertThat(transitions("closed", "open")).isEqualTo(1);
    }

    @Test
    void eachOfTwoMeterRegistriesCountsOnce() {
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(meters);
        metrics.bindTo(second);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        call(redis, Duration.ZERO, null);
        redis.open();

        for (MeterRegistry each : new MeterRegistry[] {meters, second}) {
            assertThat(each.get("breaker.circuitbreaker.calls")
                            .tag("kind", "successful")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(each.get("breaker.circuitbreaker.transitions")
                            .tags("from", "closed", "to", "open")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void theRegistriesOfACompositeCountOnceEach() {
        MeterRegistry second = new SimpleMeterRegistry();
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(meters).add(second);
        metrics.bindTo(composite);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        call(redis, Duration.ZERO, null);

        assertThat(timer("successful").count()).isEqualTo(1);
        assertThat(second.get("breaker.circuitbreaker.state")
                        .tag("state", "closed")
                        .gauge()
                        .value())
                .isEqualTo(1);
        breakers.remove("redis");
        assertThat(meters.getMeters()).isEmpty();
        assertThat(second.getMeters()).isEmpty();
    }

    @Test
    void closingTakesTheMetersAwayAndStopsListening() {
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        metrics.bindTo(meters);
        metrics.close();
        redis.disable();
        call(redis, Duration.ZERO, null);
        breakers.circuitBreaker("late");

        assertThat(meters.getMeters()).isEmpty();
        assertThat(redis.listenerFailures()).isZero();
    }

    @Test
    void noMeterIsEverNotANumberEvenIfNobodyElseHoldsTheBreaker() {
        metrics.bindTo(meters);
        breakers.circuitBreaker("redis");
        System.gc();

        for (Meter meter : meters.getMeters()) {
            meter.measure()
                    .forEach(measured -> assertThat(measured.getValue())
                            .as(meter.getId().toString())
                            .isNotNaN());
        }
    }

    @Test
    void thePrefixIsThatOfTheApplication() {
        new CircuitBreakerMetrics(breakers, "resilience4j").bindTo(meters);
        breakers.circuitBreaker("redis");

        assertThat(meters.getMeters())
                .isNotEmpty()
                .allMatch(meter -> meter.getId().getName().startsWith("resilience4j.circuitbreaker."));
    }

    @Test
    void threadsThatAddAndRemoveAtOnceLeaveTheMetersOfTheLastOne() throws Exception {
        metrics.bindTo(meters);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(thread);
            pool.execute(() -> {
                for (int i = 0; i < 300; i++) {
                    if (random.nextBoolean()) {
                        call(breakers.circuitBreaker("redis"), Duration.ZERO, null);
                    } else {
                        breakers.remove("redis");
                    }
                }
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        breakers.circuitBreaker("redis").forceOpen();
        assertThat(gauge("state", "state", "forced_open")).isEqualTo(1);
        breakers.remove("redis");
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void meteringACallAllocatesNothing() {
        metrics.bindTo(meters);
        CircuitBreaker redis = breakers.circuitBreaker("redis");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 100_000;
        callOften(redis, calls);
        long before = threads.getCurrentThreadAllocatedBytes();
        callOften(redis, calls);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(timer("successful").count()).isEqualTo(2L * calls);
        assertThat(bytes).isLessThan(calls); // less than a byte a call: what is left is the measuring's own
    }

    private static void callOften(CircuitBreaker breaker, int calls) {
        for (int i = 0; i < calls; i++) {
            breaker.call(() -> null);
        }
    }
}
