package io.breaker.benchmarks.retained;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.benchmarks.peers.Side;
import org.junit.jupiter.api.Test;

class RetainedTest {

    /** A window of a hundred calls cannot be kept in less than a bit each, and no side but Hystrix needs 100 kB. */
    @Test
    void tellsWhatABreakerKeeps() {
        Retained retained = Retained.measure(Side.BREAKER_COUNT, 2_000, 1);
        assertThat(retained.bytes()).isBetween(100 / 8L, 100_000L);
        assertThat(retained.breakers()).isEqualTo(2_000);
    }
}
