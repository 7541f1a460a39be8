package io.breaker.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each side does what the benchmarks take it to do. */
class SideTest {

    private static int names;

    private static Settings succeeding() {
        names++;
        return new Settings("side-" + names, new Work.Succeeding(), 50);
    }

    @ParameterizedTest
    @EnumSource
    void letsHealthyCallsThroughRecordsThemAndStaysClosed(Side side) throws Exception {
        Peer peer = side.create(succeeding());
        for (int i = 0; i < 20; i++) {
            assertThat(peer.call()).isEqualTo("done");
        }
        assertThat(peer.isClosed()).isTrue();
        peer.requireClosed();
        assertThatThrownBy(peer::requireOpen).isInstanceOf(IllegalStateException.class);
        if (side != Side.SMALLRYE) { // which does not tell
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(peer.recorded()).isGreaterThanOrEqualTo(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysClosedWhenFortyNineOfFiftyCallsFail(Side side) {
        names++;
        Peer peer = side.create(new Settings("side-" + names, new Work.Failing(), 100));
        int failures = 0;
        for (int i = 0; i < 500; i++) {
            try {
                assertThat(peer.call()).isEqualTo("done");
            } catch (Exception failure) {
                assertThat(failure)
                        .satisfiesAnyOf(
                                thrown -> assertThat(thrown).isInstanceOf(Work.Failure.class),
                                thrown -> assertThat(thrown).hasCauseInstanceOf(Work.Failure.class));
                failures++;
            }
        }
        assertThat(failures).isEqualTo(490);
        assertThat(peer.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesCallsWhenOpenWithoutDoingTheWork(Side side) {
        names++;
        int[] calls = {0};
        Peer peer = side.create(new Settings(
                "side-" + names,
                () -> {
                    calls[0]++;
                    return "done";
                },
                50));
        peer.open();
        assertThat(peer.isClosed()).isFalse();
        assertThatThrownBy(peer::call)
                .as("the library's own refusal, not one of an adapter")
                .satisfies(
                        refused -> assertThat(refused.getClass().getName()).doesNotStartWith("io.breaker.benchmarks"));
        assertThat(peer.isClosed()).isFalse();
        peer.requireOpen();
        assertThatThrownBy(peer::requireClosed).isInstanceOf(IllegalStateException.class);
        assertThat(calls[0]).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SMALLRYE", "HYSTRIX"},
            mode = EnumSource.Mode.EXCLUDE)
    void givesPermitsWhenClosedAndNoneWhenOpen(Side side) {
        Peer peer = side.create(succeeding());
        assertThat(peer.tryAcquire()).isTrue();
        peer.open();
        assertThat(peer.tryAcquire()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SENTINEL", "HYSTRIX"},
            mode = EnumSource.Mode.EXCLUDE)
    void retriesWhatFails(Side side) {
        names++;
        int[] calls = {0};
        Peer peer = side.create(new Settings(
                "side-" + names,
                () -> {
                    calls[0]++;
                    if (calls[0] % 2 == 1) {
                        throw new Work.Failure();
                    }
                    return "done";
                },
                50));
        assertThat(peer.retry()).isEqualTo("done");
        assertThat(calls[0]).isEqualTo(2);
        assertThat(peer.retryAroundBreaker()).isEqualTo("done");
        assertThat(calls[0]).isEqualTo(4);
    }

    /** Hystrix opens later than it is told; its open breaker is one by command. */
    @ParameterizedTest
    @EnumSource(names = "HYSTRIX", mode = EnumSource.Mode.EXCLUDE)
    void opensAtItsThreshold(Side side) {
        names++;
        Peer peer = side.create(new Settings("side-" + names, Driver.FAILING, 50));
        Driver.untilOpen(peer::call);
        assertThat(peer.isClosed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BREAKER_COUNT", "RESILIENCE4J_COUNT", "FAILSAFE_COUNT"})
    void putsABreakerIntoOneOfTheTwoRetries(Side side) {
        Peer peer = side.create(succeeding());
        assertThat(peer.retryAroundBreaker()).isEqualTo("done");
        assertThat(peer.retry()).isEqualTo("done");
        assertThat(peer.recorded()).isEqualTo(1);
    }
}
