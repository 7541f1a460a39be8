package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.Generation.Stay;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A call that ends while another thread decides. */
class OverlapTest {

    private static final long NOW = 1_000_000_000_000L;

    @Test
    void anOverdueCallThatEndsWhileSomebodyCountsIsNotCountedTwice() {
        CircuitBreakerConfig config = Lab.small().build();
        InFlight calls = InFlight.following(null, NOW, config.slowNanos);
        calls.start(NOW);
        CountWindow outcomes = new CountWindow(10);
        Window endsInBetween = new Window() {
            private boolean ended;

            @Override
            public boolean record(int outcome, long nowNanos, @Nullable Lane mine) {
                return outcomes.record(outcome, nowNanos, mine);
            }

            @Override
            public Tally tally(long nowNanos, int moreSlow) {
                if (!ended) {
                    ended = true;
                    calls.finish(NOW);
                    record(SLOW, nowNanos);
                }
                return outcomes.tally(nowNanos, moreSlow);
            }
        };
        Stay stay = new Stay(NOW, Instant.EPOCH, 0, null);
        Recording closed = new Recording(config, stay, calls, endsInBetween, true);

        assertThat(closed.state()).isEqualTo(State.CLOSED);
        assertThat(closed.tally(NOW + 2 * config.slowNanos)).isEqualTo(new Tally(1, 0, 1, 0));
    }
}
