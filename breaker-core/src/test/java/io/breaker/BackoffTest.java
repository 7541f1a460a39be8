package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void aMultiplierOfOneKeepsEveryWaitAlike() {
        Backoff backoff = new Backoff(500, 1, Nanos.MAX, 0);

        assertThat(backoff.nanos(1)).isEqualTo(500);
        assertThat(backoff.nanos(1_000_000)).isEqualTo(500);
    }

    @Test
    void waitsGrowByTheMultiplierUpToTheirLimit() {
        Backoff backoff = new Backoff(1_000, 1.5, 3_000, 0);

        assertThat(backoff.nanos(1)).isEqualTo(1_000);
        assertThat(backoff.nanos(2)).isEqualTo(1_500);
        assertThat(backoff.nanos(3)).isEqualTo(2_250);
        assertThat(backoff.nanos(4)).isEqualTo(3_000);
        assertThat(backoff.nanos(Integer.MAX_VALUE)).isEqualTo(3_000);
    }

    @Test
    void aWaitNeverOverflowsAndIsNeverNegative() {
        assertThat(new Backoff(Nanos.MAX, 10, Nanos.MAX, 0.5).nanos(Integer.MAX_VALUE))
                .isBetween(0L, Nanos.MAX);
        assertThat(new Backoff(0, 10, Nanos.MAX, 0.5).nanos(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void randomWaitsSpanTheirWholeRangeAndStayBelowTheLimit() {
        Backoff backoff = new Backoff(1_000, 1, Nanos.MAX, 0.25);
        assertThat(backoff.nanos(1, 0)).isEqualTo(750);
        assertThat(backoff.nanos(1, 0.5)).isEqualTo(1_000);
        assertThat(backoff.nanos(1, 0.999_999)).isEqualTo(1_249);

        assertThat(new Backoff(1_000, 1, 1_100, 0.25).nanos(1, 0.999_999)).isBetween(1_099L, 1_100L);
    }

    @Test
    void atTheLimitWaitsAreScatteredToo() {
        Backoff backoff = new Backoff(1_000, 2, 1_000, 0.5);

        assertThat(backoff.nanos(9, 0)).isEqualTo(500);
        assertThat(backoff.nanos(9, 0.5)).isEqualTo(750);
        assertThat(backoff.nanos(9, 0.75)).isEqualTo(875);
    }

    @Test
    void theLongestDurationsStillFit() {
        assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Nanos.MAX);
        assertThat(Nanos.of(Duration.ofMillis(3))).isEqualTo(3_000_000);
        assertThat(Nanos.of(Duration.ZERO)).isZero();
    }
}
