package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Caller;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermitCountTest {

    private static PermitCount count(int limit, boolean isSpread) {
        PermitCount permits = new PermitCount(limit);
        if (isSpread) {
            permits.spread();
        }
        return permits;
    }

    private static int takeAll(PermitCount permits) {
        int got = 0;
        while (permits.take()) {
            got++;
        }
        return got;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesAsManyAsThereAre(boolean isSpread) {
        PermitCount permits = count(5, isSpread);

        assertThat(takeAll(permits)).isEqualTo(5);
        assertThat(permits.taken()).isEqualTo(5);
        permits.giveBack();
        permits.giveBack();

        assertThat(permits.taken()).isEqualTo(3);
        assertThat(takeAll(permits)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeptPermitIsThereForAnyThread(boolean isSpread) {
        PermitCount permits = count(2, isSpread);
        assertThat(permits.take()).isTrue();
        permits.giveBack();

        assertThat(permits.taken()).isZero();
        assertThat(Caller.of(() -> String.valueOf(takeAll(permits))).value()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsKeptIsNotGivenOutBeyondALowerLimit(boolean isSpread) {
        PermitCount permits = count(4, isSpread);
        assertThat(permits.take()).isTrue();
        assertThat(permits.take()).isTrue();
        assertThat(permits.take()).isTrue();
        permits.giveBack();

        permits.limit(2);

        assertThat(takeAll(permits)).isZero();
        assertThat(permits.taken()).isEqualTo(2);
        permits.giveBack();
        assertThat(takeAll(permits)).isEqualTo(1);
        permits.limit(4);
        assertThat(takeAll(permits)).isEqualTo(2);
    }

    @Test
    void underLoadNeverMoreAreOutThanThereAreAndInTheEndAllAreBack() {
        PermitCount permits = count(3, true);
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Caller[] callers = new Caller[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Caller.of(() -> {
                for (int n = 0; n < 50_000; n++) {
                    if (permits.take()) {
                        most.accumulateAndGet(out.incrementAndGet(), Math::max);
                        out.decrementAndGet();
                        permits.giveBack();
                    }
                }
                return "done";
            });
        }

        for (Caller caller : callers) {
            assertThat(caller.value()).isEqualTo("done");
        }

        assertThat(most).hasValueLessThanOrEqualTo(3);
        assertThat(permits.taken()).isZero();
        assertThat(takeAll(permits)).isEqualTo(3);
    }
}
