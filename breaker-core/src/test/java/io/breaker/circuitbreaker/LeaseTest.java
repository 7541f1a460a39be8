package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.fleet.FleetTally;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final FleetTally FAILED = new FleetTally(1, 1, 0);

    private final Lease lease = new Lease(7, 100);

    @Test
    void oneCallTakesIt() {
        assertThat(lease.take(99)).isTrue();
        assertThat(lease.take(99)).isFalse();
    }

    @Test
    void nobodyTakesItWhenItIsOver() {
        assertThat(lease.take(100)).isFalse();
    }

    @Test
    void itsFirstOutcomeCounts() {
        lease.take(0);
        lease.end(FAILED);
        lease.end(new FleetTally(1, 0, 0));

        assertThat(lease.outcome()).isEqualTo(FAILED);
    }

    @Test
    void unusedItEndsWithoutAnOutcomeThatCounts() {
        lease.endUnused(99);
        assertThat(lease.outcome()).isNull();
        lease.endUnused(100);
        assertThat(lease.outcome()).isEqualTo(FleetTally.NONE);
    }

    @Test
    void takenItIsNotUnused() {
        lease.take(99);
        lease.endUnused(100);

        assertThat(lease.outcome()).isNull();
    }
}
