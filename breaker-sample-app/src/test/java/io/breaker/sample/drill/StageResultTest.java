package io.breaker.sample.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.sample.drill.Answer.Kind;
import io.breaker.sample.drill.FleetWatch.Sighting;
import io.breaker.sample.drill.StageResult.Second;
import io.breaker.sample.outside.PaymentTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StageResultTest {

    private static final Stage STAGE = new Stage("payment dead", "open", Look::holdsBack, 1, 9);
    private static final Look CLOSED = new Look("CLOSED", true, 100);
    private static final Look OPEN = new Look("OPEN", true, 0);

    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Second> seconds = new ArrayList<>();

    @Test
    void saysWhenEachInstanceCameToTheGoal() {
        see(0, CLOSED, CLOSED);
        see(1_000, OPEN, CLOSED);
        see(1_500, OPEN, OPEN);

        assertThat(result().reachedAfter()).containsExactly(millis(1_000), millis(1_500));
        assertThat(result().allReached()).isTrue();
        assertThat(result().spread()).isEqualTo(millis(500));
    }

    @Test
    void anInstanceThatNeverCameToTheGoalIsNoSuccess() {
        see(0, CLOSED, CLOSED);
        see(1_000, OPEN, CLOSED);

        assertThat(result().reachedAfter()).containsExactly(millis(1_000), -1L);
        assertThat(result().allReached()).isFalse();
    }

    @Test
    void whatWasSeenBeforeTheStageDoesNotCount() {
        see(-500, OPEN, OPEN);
        see(0, CLOSED, CLOSED);

        assertThat(result().allReached()).isFalse();
    }

    @Test
    void onlyCallsWhileAllHoldBackAreProbes() {
        see(0, CLOSED, CLOSED);
        for (int at = 1_000; at < 6_000; at += 100) {
            see(at, OPEN, OPEN);
        }
        see(6_000, OPEN, CLOSED);
        traffic(0, 6, 3); // before they open
        traffic(1_000, 5, 2); // calls from before are still under way
        traffic(2_000, 1, 1);
        traffic(3_000, 2, 1);
        traffic(5_000, 6, 3); // one closes

        assertThat(result().probing())
                .extracting(second -> second.traffic().calls())
                .containsExactly(1, 2);
        assertThat(result().mostProbesAtOnce()).isEqualTo(1);
    }

    @Test
    void twoProbesAtOnceAreNotOverlooked() {
        for (int at = 0; at <= 6_000; at += 100) {
            see(at, OPEN, OPEN);
        }
        traffic(2_000, 1, 1);
        traffic(3_000, 2, 2);

        assertThat(result().mostProbesAtOnce()).isEqualTo(2);
    }

    @Test
    void withoutSuchASecondNothingIsSaidOfProbes() {
        see(0, CLOSED, CLOSED);
        traffic(0, 6, 3);

        assertThat(result().mostProbesAtOnce()).isEqualTo(-1);
    }

    @Test
    void addsUpWhatClientsGot() {
        see(0, CLOSED, CLOSED);
        seconds.add(new Second(0, 1, new PaymentTraffic(4, 1), List.of(answer(Kind.PAID), answer(Kind.FAILED))));
        seconds.add(new Second(1, 2, new PaymentTraffic(1, 1), List.of(answer(Kind.PAID), answer(Kind.NOT_SENT))));

        assertThat(result().count(Kind.PAID)).isEqualTo(2);
        assertThat(result().failed()).isEqualTo(2);
        assertThat(result().callsPerSecond()).isEqualTo(2.5);
    }

    private StageResult result() {
        return new StageResult(STAGE, 0, seconds, sightings);
    }

    private void see(long atMillis, Look... looks) {
        sightings.add(new Sighting(millis(atMillis), List.of(looks)));
    }

    private void traffic(long fromMillis, int calls, int mostAtOnce) {
        seconds.add(new Second(
                millis(fromMillis), millis(fromMillis + 1_000), new PaymentTraffic(calls, mostAtOnce), List.of()));
    }

    private static Answer answer(Kind kind) {
        return new Answer(0, 0, kind);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
