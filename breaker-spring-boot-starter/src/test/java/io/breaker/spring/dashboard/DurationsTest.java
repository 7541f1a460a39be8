package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    private final Durations durations = new Durations();

    @ParameterizedTest
    @ValueSource(longs = {1_500, 20_000, 333_333, 5_000_000, 1_000_000_000, 3_600_000_000_000L})
    void aQuantileIsOffBySixPercentAtMost(long nanos) {
        durations.add(nanos);
        durations.tick();

        assertThat(Objects.requireNonNull(durations.millis(0.5))).isCloseTo(nanos / 1e6, within(nanos / 1e6 * 0.0626));
    }

    @Test
    void extremesHaveTheirPlace() {
        durations.add(0);
        durations.add(-1);
        durations.add(Long.MAX_VALUE);
        durations.tick();

        assertThat(Objects.requireNonNull(durations.millis(0.5))).isLessThan(0.0012);
        assertThat(Objects.requireNonNull(durations.millis(0.99))).isGreaterThan(3_600_000);
    }

    @Test
    void theSlowestOfAHundredIsTheirLastPercent() {
        for (int i = 0; i < 98; i++) {
            durations.add(1_000_000);
        }
        durations.add(2_000_000_000);
        durations.add(2_000_000_000);
        durations.tick();

        assertThat(Objects.requireNonNull(durations.millis(0.5))).isCloseTo(1, within(0.07));
        assertThat(Objects.requireNonNull(durations.millis(0.99))).isCloseTo(2_000, within(130.0));
    }

    @Test
    void callsAreForgottenAfterTenTicks() {
        assertThat(durations.millis(0.5)).isNull();
        durations.add(1_000_000);
        for (int i = 0; i < Rolling.TICKS; i++) {
            durations.tick();
            assertThat(durations.millis(0.5)).isNotNull();
        }
        durations.tick();

        assertThat(durations.millis(0.5)).isNull();
    }
}
