package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StocksTest extends RunningApp {

    @Test
    void theFirstReaderIsServedByTheDatabaseAndTheNextByRedis() {
        api.put("/stocks/3/100", """
                {"quantity": 42}""");

        eventually().until(() -> api.get("/stocks/3/100").field("servedBy").equals("redis"));
        assertThat(api.get("/stocks/3/100").text()).isEqualTo("""
                {"storeId":"3","productId":"100","quantity":42,"servedBy":"redis"}""");
    }

    @Test
    void aMissDoesNotCountAsAFailure() {
        for (int product = 2; product < 30; product++) {
            assertThat(api.get("/stocks/3/" + product).status()).isEqualTo(200);
        }
        assertThat(api.health("redis").path("failedCalls").asInt(-1)).isZero();
    }

    @Test
    void aChangeIsSeenByTheNextReaders() {
        for (int quantity = 5; quantity < 15; quantity++) {
            int expected = quantity;
            assertThat(api.put("/stocks/1/50", """
                    {"quantity": %d}""".formatted(quantity)).status())
                    .isEqualTo(200);
            eventually()
                    .until(() -> api.get("/stocks/1/50").json().path("quantity").asInt() == expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "hang", "errors"})
    void aChangeDoesNotNeedRedis(String mode) {
        api.fault("redis", mode, "300ms");

        assertThat(api.put("/stocks/1/51", """
                {"quantity": 5}""").status()).isEqualTo(200);
    }

    @Test
    void unknownStocksAre404() {
        assertThat(api.get("/stocks/4/1").status()).isEqualTo(404);
        assertThat(api.get("/stocks/4/1").field("detail")).isEqualTo("Store 4 has no product 1");
        assertThat(api.put("/stocks/1/101", """
                {"quantity": 1}""").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"quantity\": -1}", "{\"quantity\": 1.5}", "{\"quantity\": \"many\"}", "{}", "nonsense", ""})
    void nonsenseIs400(String body) {
        assertThat(api.put(ANY_STOCK, body).status()).isEqualTo(400);
    }
}
