package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void allAskersOfOneInstanceMeetInTheSameRound() {
        Rounds rounds = new Rounds(SECOND, new Random(1));
        long first = rounds.waitNanos(0);
        long half = first / 2;

        assertThat(half + rounds.waitNanos(half)).isIn(first, first + period(rounds));
        assertThat(rounds.waitNanos(first)).isEqualTo(period(rounds));
    }

    private static long period(Rounds rounds) {
        long round = rounds.waitNanos(0);
        return rounds.waitNanos(round);
    }

    @Test
    void noRoundIsSoonerThanHalfAPeriodNorLaterThanOneAndAHalf() {
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            Rounds rounds = new Rounds(SECOND, random);
            assertThat(period(rounds)).isBetween(SECOND * 9 / 10, SECOND * 11 / 10);
            assertThat(rounds.waitNanos(random.nextLong())).isBetween(SECOND * 45 / 100, SECOND * 165 / 100);
        }
    }

    @Test
    void instancesHaveTheirOwn() {
        Random random = new Random(3);

        assertThat(new Rounds(SECOND, random).waitNanos(0)).isNotEqualTo(new Rounds(SECOND, random).waitNanos(0));
    }
}
