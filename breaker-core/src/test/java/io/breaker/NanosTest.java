package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NanosTest {

    @Test
    void theLongestDurationsBothWaysHaveABound() {
        assertThat(Nanos.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Nanos.MAX);
        assertThat(Nanos.of(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(-Nanos.MAX);
        assertThat(Nanos.of(Duration.ofNanos(Nanos.MAX - 1))).isEqualTo(Nanos.MAX - 1);
        assertThat(Nanos.of(Duration.ofNanos(1 - Nanos.MAX))).isEqualTo(1 - Nanos.MAX);
    }

    @Test
    void noTimeOtherThanNoneReadsAsNone() {
        assertThat(Nanos.text(0)).isEqualTo("0 ms");
        assertThat(Nanos.text(1)).isEqualTo("1 ns");
        assertThat(Nanos.text(999_999)).isEqualTo("999999 ns");
        assertThat(Nanos.text(1_000_000)).isEqualTo("1 ms");
        assertThat(Nanos.text(Nanos.MAX)).isEqualTo("2305843009213 ms");
    }
}
