package io.breaker.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.benchmarks.fleet.Guard.Ticket;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.SlidingWindowType;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The yardstick is a circuit breaker, too: else it would be none to be compared with. */
@SuppressWarnings("NullAway.Init")
class PerCallGuardTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private static Redis redis;
    private static Connections connections;
    private static LettuceConnectionFactory factory;

    @BeforeAll
    static void start() {
        redis = Redis.start();
        connections = new Connections(redis.port());
        factory = connections.create();
    }

    @AfterAll
    static void stop() {
        connections.close();
        redis.close();
    }

    private static PerCallGuard guard(String key, Duration wait) {
        CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(600)
                .minimumNumberOfCalls(20)
                .waitDurationInOpenState(wait)
                .permittedNumberOfCallsInHalfOpenState(3)
                .build();
        return new PerCallGuard(factory, key, config);
    }

    private static void settle(PerCallGuard guard, int calls, boolean failed) {
        for (int i = 0; i < calls; i++) {
            begun(guard).settle(failed);
        }
    }

    private static Ticket begun(PerCallGuard guard) {
        Ticket ticket = guard.begin();
        assertThat(ticket).isNotNull();
        return Objects.requireNonNull(ticket);
    }

    private static Ticket awaited(PerCallGuard guard) {
        @Nullable Ticket[] ticket = new @Nullable Ticket[1];
        await().until(() -> (ticket[0] = guard.begin()) != null);
        return Objects.requireNonNull(ticket[0]);
    }

    @Test
    void opensWithTheLeastNumberOfCallsAtTheRate() {
        PerCallGuard guard = guard("opens", LONG);
        settle(guard, 10, false);
        settle(guard, 9, true);
        assertThat(guard.state()).isEqualTo(State.CLOSED);

        settle(guard, 1, true);
        assertThat(guard.state()).isEqualTo(State.OPEN);
        assertThat(guard.begin()).isNull();
    }

    @Test
    void staysClosedBelowTheRate() {
        PerCallGuard guard = guard("closed", LONG);
        settle(guard, 30, false);
        settle(guard, 29, true);
        assertThat(guard.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void instancesShareWhatTheyCount() {
        settle(guard("shared", LONG), 10, true);
        settle(guard("shared", LONG), 10, true);
        assertThat(guard("shared", LONG).begin()).isNull();
    }

    @Test
    void closesAfterItsProbesAndLetsNoMoreThanThoseThrough() {
        PerCallGuard guard = guard("probes", SHORT);
        settle(guard, 20, true);
        Ticket first = awaited(guard);
        Ticket second = begun(guard);
        Ticket third = begun(guard);
        assertThat(guard.begin()).isNull();
        assertThat(first.isProbe()).isTrue();

        first.settle(false);
        second.settle(false);
        assertThat(guard.state()).isEqualTo(State.HALF_OPEN);
        third.settle(false);
        assertThat(guard.state()).isEqualTo(State.CLOSED);
        assertThat(begun(guard).isProbe()).isFalse();
    }

    @Test
    void aFailedProbeOpensItAgainAndALateOneDoesNothing() {
        PerCallGuard guard = guard("again", SHORT);
        settle(guard, 20, true);
        Ticket first = awaited(guard);
        Ticket late = begun(guard);
        first.settle(true);
        assertThat(guard.state()).isEqualTo(State.OPEN);

        Ticket next = awaited(guard);
        late.settle(true);
        assertThat(guard.state()).isEqualTo(State.HALF_OPEN);
        next.settle(false);
        assertThat(guard.state()).isEqualTo(State.HALF_OPEN);
    }
}
