package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RampTest {

    private static final Duration RAMP = Duration.ofSeconds(10);

    /** Just closed by its probes. */
    private static Lab recovered() {
        Lab lab = Lab.with(builder -> builder.recoveryRampDuration(RAMP)
                .recoveryInitialShare(20)
                .enableExponentialBackoff(true)
                .exponentialBackoffMultiplier(2));
        lab.fail(10);
        lab.advance(Lab.OPEN_WAIT);
        lab.succeed(2);
        assertThat(lab.state()).isEqualTo(State.CLOSED);
        return lab;
    }

    private static int admitted(Lab lab, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            Permit permit = lab.breaker.tryAcquire();
            if (permit != null) {
                permit.success();
                admitted++;
            }
        }
        return admitted;
    }

    @Test
    void theShareOfCallsGrowsFromTheInitialOneToAll() {
        Lab lab = recovered();

        assertThat(admitted(lab, 1_000)).isCloseTo(200, within(1));
        lab.advance(RAMP.dividedBy(5)); // the initial share still
        assertThat(admitted(lab, 1_000)).isCloseTo(200, within(1));
        lab.advance(RAMP.multipliedBy(3).dividedBy(10));
        assertThat(admitted(lab, 1_000)).isCloseTo(500, within(1));
        assertThat(lab.snapshot().admittedShare()).isEqualTo(50);
        lab.advance(RAMP.multipliedBy(4).dividedBy(10));
        assertThat(admitted(lab, 1_000)).isCloseTo(900, within(1));
        lab.advance(RAMP.dividedBy(10));
        assertThat(admitted(lab, 1_000)).isEqualTo(1_000);
        assertThat(lab.snapshot().admittedShare()).isEqualTo(100);
    }

    @Test
    void theCallsThatGoAreSpreadEvenly() {
        Lab lab = recovered();

        for (int i = 0; i < 50; i++) {
            assertThat(admitted(lab, 5)).isEqualTo(1);
        }
    }

    @Test
    void theOthersAreRefusedByAClosedBreaker() {
        Lab lab = recovered();
        lab.recordEvents();

        assertThatExceptionOfType(CallNotPermittedException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        lab.start();
                    }
                })
                .withMessage("Circuit breaker 'lab' is CLOSED and refused the call: after an outage it lets a growing "
                        + "share of calls through")
                .satisfies(refused -> assertThat(refused.state()).isEqualTo(State.CLOSED));

        assertThat(lab.snapshot().notPermittedCalls()).isPositive();
        assertThat(lab.events).hasAtLeastOneElementOfType(CircuitBreakerEvent.NotPermitted.class);
    }

    @Test
    void notAllInstancesBeginWithACall() {
        int first = IntStream.range(0, 200).map(i -> admitted(recovered(), 1)).sum();

        assertThat(first).isBetween(1, 199);
    }

    @Test
    void anOutageWhileItGrowsIsOneInARowWithTheLast() {
        Lab lab = recovered();
        lab.advance(RAMP.dividedBy(2));
        while (lab.state() == State.CLOSED) {
            Permit permit = lab.breaker.tryAcquire();
            if (permit != null) {
                permit.failure(new IllegalStateException());
            }
        }

        assertThat(lab.snapshot().retryAfter()).isEqualTo(Lab.OPEN_WAIT.multipliedBy(2));
    }

    @Test
    void anOutageAfterItIsTheFirstAgain() {
        Lab lab = recovered();
        lab.advance(RAMP);
        lab.fail(10);

        assertThat(lab.snapshot().retryAfter()).isEqualTo(Lab.OPEN_WAIT);
    }

    @Test
    void theFirstOutageAfterItIsTheFirstAgainAlsoIfNobodySawItsEnd() {
        Lab lab = recovered();
        Permit running = firstPermit(lab);
        lab.advance(RAMP.plusSeconds(1));

        running.failure(new IllegalStateException());
        lab.breaker.open();

        assertThat(lab.snapshot().retryAfter()).isEqualTo(Lab.OPEN_WAIT);
    }

    private static Permit firstPermit(Lab lab) {
        while (true) {
            Permit permit = lab.breaker.tryAcquire();
            if (permit != null) {
                return permit;
            }
        }
    }

    @Test
    void whoeverClosesByHandLetsAllThrough() {
        Lab lab = Lab.with(builder -> builder.recoveryRampDuration(RAMP));
        lab.openAndWait();
        lab.breaker.close();

        assertThat(admitted(lab, 100)).isEqualTo(100);
    }

    @Test
    void aHalfOpenStateThatTookTooLongIsFollowedByIt() {
        Lab lab = Lab.with(builder -> builder.recoveryRampDuration(RAMP)
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(5))
                .transitionToStateAfterWaitDuration(State.CLOSED));
        lab.openAndWait();
        lab.breaker.tryAcquire();
        lab.advance(Duration.ofSeconds(5));

        assertThat(lab.state()).isEqualTo(State.CLOSED);
        assertThat(lab.snapshot().admittedShare()).isEqualTo(10);
    }

    @Test
    void anotherConfigurationStretchesOrEndsIt() {
        Lab lab = recovered();
        lab.advance(RAMP.dividedBy(2));

        lab.breaker.reconfigure(lab.breaker.config().toBuilder()
                .recoveryRampDuration(RAMP.multipliedBy(2))
                .build());
        assertThat(lab.snapshot().admittedShare()).isEqualTo(25);

        lab.breaker.reconfigure(lab.breaker.config().toBuilder()
                .recoveryRampDuration(Duration.ZERO)
                .build());
        assertThat(admitted(lab, 100)).isEqualTo(100);
    }

    @Test
    void threadsThatCollideGetTheShareTogether() throws InterruptedException {
        Lab lab = recovered();
        AtomicInteger admitted = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> admitted.addAndGet(admitted(lab, 5_000)));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(admitted.get()).isCloseTo(4_000, within(1));
    }
}
