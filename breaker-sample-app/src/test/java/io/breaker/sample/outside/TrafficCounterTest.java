package io.breaker.sample.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrafficCounterTest {

    private final TrafficCounter counter = new TrafficCounter();

    @Test
    void countsCallsAndHowManyRanAtTheSameTime() {
        counter.begin();
        counter.begin();
        counter.end();
        counter.begin();

        assertThat(counter.take()).isEqualTo(new PaymentTraffic(3, 2));
    }

    @Test
    void callsThatStillRunAreAmongThoseOfTheNextWhileButHaveNotBegunInIt() {
        counter.begin();
        counter.take();
        counter.end();

        assertThat(counter.take()).isEqualTo(new PaymentTraffic(0, 1));
        assertThat(counter.take()).isEqualTo(new PaymentTraffic(0, 0));
    }
}
