package io.breaker.sample.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.sample.drill.Answer.Kind;
import io.breaker.sample.drill.Recorder.Sighting;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResultTest {

    private final Recorder recorder = new Recorder();

    @Test
    void measuresFromTheFaultsBeginningAndEnd() {
        seen(90, "CLOSED");
        seen(250, "CLOSED");
        seen(300, "OPEN");
        seen(1_000, "HALF_OPEN");
        seen(1_200, "CLOSED");
        seen(1_250, "OPEN");
        seen(1_500, "CLOSED");

        Result result = Result.of(fault(), millis(100), millis(1_100), recorder, 7);

        assertThat(result.openedAfter()).isEqualTo(millis(200));
        assertThat(result.closedAfter()).isEqualTo(millis(400));
        assertThat(result.mostWaiting()).isEqualTo(7);
    }

    @Test
    void saysWhenABreakerNeverOpenedOrNeverClosed() {
        seen(90, "DISABLED");
        seen(1_500, "DISABLED");

        Result result = Result.of(fault(), millis(100), millis(1_100), recorder, 0);

        assertThat(result.openedAfter()).isNegative();
        assertThat(result.closedAfter()).isNegative();
    }

    @Test
    void countsWhatFailedAndWhatWasNotSent() {
        answered(0, 50, Kind.FAILED);
        answered(200, 10, Kind.FAILED);
        answered(300, 0, Kind.NOT_SENT);
        answered(400, 10, Kind.DATABASE);

        assertThat(Result.of(fault(), millis(100), millis(1_100), recorder, 0).failed())
                .isEqualTo(2);
    }

    @Test
    void inTimeIsAnsweredWellWithinHalfASecond() {
        answered(50, 400, Kind.REDIS); // Sent before the fault.
        answered(200, 10, Kind.DATABASE);
        answered(300, 501, Kind.DATABASE);
        answered(400, 10, Kind.FAILED);
        answered(500, 0, Kind.NOT_SENT);

        assertThat(Result.of(fault(), millis(100), millis(1_100), recorder, 0).percentInTime())
                .isEqualTo(25);
    }

    @Test
    void worstSecondIsTheOneWhoseAnswersTookLongest() {
        answered(200, 10, Kind.DATABASE);
        answered(200, 2_100, Kind.DATABASE);
        answered(3_500, 10, Kind.REDIS);

        assertThat(Result.of(fault(), millis(100), millis(1_100), recorder, 0).worstP99())
                .isEqualTo(millis(2_100));
    }

    @Test
    void aRequestIsSentWhileOpenIfTheBreakerIsOpenBeforeAndAfter() {
        seen(100, "CLOSED");
        seen(200, "OPEN");
        seen(300, "OPEN");
        seen(400, "HALF_OPEN");
        answered(150, 2_000, Kind.DATABASE);
        answered(250, 5, Kind.DATABASE);
        answered(350, 2_000, Kind.DATABASE);

        assertThat(Result.of(fault(), 0, millis(1_000), recorder, 0).slowestWhileOpen())
                .isEqualTo(millis(5));
    }

    private void seen(long atMillis, String state) {
        recorder.add(new Sighting(millis(atMillis), state, "CLOSED"));
    }

    private void answered(long sentMillis, long tookMillis, Kind kind) {
        recorder.add(new Answer(millis(sentMillis), millis(tookMillis), kind));
    }

    private static Fault fault() {
        return new Fault("redis", "hang", "300ms");
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
