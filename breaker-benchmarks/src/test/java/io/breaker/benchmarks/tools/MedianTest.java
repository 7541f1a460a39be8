package io.breaker.benchmarks.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void isTheMiddleWhateverTheOrder() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void isHalfWayBetweenTheTwoInTheMiddle() {
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
    }

    @Test
    void isNotANumberWithoutFigures() {
        assertThat(Median.of(List.of())).isNaN();
    }

    @Test
    void spreadLeavesOutTheOutliers() {
        assertThat(Median.spread(List.of(0.0, 9.0, 10.0, 11.0, 1000.0))).isEqualTo(0.2);
    }
}
