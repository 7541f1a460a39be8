package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisFaultsTest extends RunningApp {

    @ParameterizedTest
    @ValueSource(strings = {"down", "hang", "slow", "errors"})
    void answersThroughoutAFaultOpensAndClosesAgain(String mode) {
        api.fault("redis", mode, "300ms");
        List<CompletableFuture<Api.Answer>> burst =
                Stream.generate(() -> api.getLater(ANY_STOCK)).limit(12).toList();

        eventually().until(() -> isAnswered() && api.stateInHealth("redis").equals("OPEN"));
        eventually().until(() -> isAnswered() && api.isOpenInPrometheus("redis"));
        assertThat(api.get("/actuator/health").field("status")).isEqualTo("UP");
        assertThat(burst)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));

        api.heal();

        eventually().until(() -> isAnswered() && api.stateInHealth("redis").equals("CLOSED"));
        eventually().until(() -> api.get(ANY_STOCK).field("servedBy").equals("redis"));
        assertThat(api.isOpenInPrometheus("redis")).isFalse();
    }

    @Test
    void theDatabaseAnswersWhileTheCircuitIsOpen() {
        api.updateBreaker("redis", "FORCE_OPEN");

        assertThat(api.get(ANY_STOCK).field("servedBy")).isEqualTo("database");
        assertThat(api.get("/stocks/1/999").status()).isEqualTo(404);
    }

    @Test
    void opensOnHangingCallsBeforeOneOfThemHasFailed() {
        api.fault("redis", "hang", "300ms");
        List<CompletableFuture<Api.Answer>> hanging =
                Stream.generate(() -> api.getLater(ANY_STOCK)).limit(12).toList();

        eventually().until(() -> api.stateInHealth("redis").equals("OPEN"));

        // In OPEN these are the numbers that opened it, whatever has happened since.
        assertThat(api.health("redis").path("failedCalls").asInt(-1)).isZero();
        assertThat(api.health("redis").path("slowCalls").asInt(-1)).isGreaterThanOrEqualTo(5);
        assertThat(api.get(ANY_STOCK).field("servedBy")).isEqualTo("database");
        assertThat(hanging).allSatisfy(answer -> {
            assertThat(answer.join().status()).isEqualTo(200);
            assertThat(answer.join().field("servedBy")).isEqualTo("database");
        });
    }

    private boolean isAnswered() {
        assertThat(api.get(ANY_STOCK).status()).isEqualTo(200);
        return true;
    }
}
