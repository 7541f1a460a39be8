package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest extends RunningApp {

    @Test
    void aPaidOrderIs201AndTakesStock() {
        api.put("/stocks/1/60", """
                {"quantity": 10}""");

        Api.Answer order = order("1", "60", 3);

        assertThat(order.status()).isEqualTo(201);
        assertThat(order.field("state")).isEqualTo("PAID");
        assertThat(api.get("/orders/" + order.field("id")).json()).isEqualTo(order.json());
        eventually().until(() -> api.get("/stocks/1/60").json().path("quantity").asInt() == 7);
    }

    @Test
    void anOrderThatIsTooLargeIs409AndTakesNothing() {
        api.put("/stocks/1/61", """
                {"quantity": 2}""");

        assertThat(order("1", "61", 3).status()).isEqualTo(409);
        eventually().until(() -> api.get("/stocks/1/61").json().path("quantity").asInt() == 2);
    }

    @Test
    void unknownStocksAndOrdersAre404() {
        assertThat(order("1", "101", 1).status()).isEqualTo(404);
        assertThat(api.get("/orders/none").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"storeId\": \"1\", \"productId\": \"1\", \"quantity\": 0}",
                "{\"storeId\": \"1\", \"productId\": \"1\", \"quantity\": -3}",
                "{\"storeId\": \"1\", \"productId\": \"1\", \"quantity\": 0.5}",
                "{\"storeId\": \"1\", \"productId\": \"1\"}",
                "{\"storeId\": \"1\", \"quantity\": 1}"
            })
    void nonsenseIs400(String body) {
        assertThat(api.post("/orders", body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "errors", "slow"})
    void whilePaymentIsBrokenOrdersAreStoredAndPaidLater(String mode) {
        api.fault("payment", mode, "600ms");
        List<Api.Answer> placed = new ArrayList<>();

        eventually().until(() -> {
            placed.add(api.order());
            return api.stateInHealth("payment").equals("OPEN");
        });
        Api.Answer pending = orderWhileOpen();
        placed.add(pending);
        assertThat(pending.field("message")).isEqualTo("payment pending");

        api.heal();

        eventually()
                .until(() -> api.order().status() == 201
                        && api.stateInHealth("payment").equals("CLOSED"));
        eventually().untilAsserted(() -> assertThat(placed).allMatch(this::isPaid));
    }

    @Test
    void opensOnHangingPaymentsAndSettlesThemOnceHealed() {
        api.fault("payment", "hang", "300ms");
        List<CompletableFuture<Api.Answer>> hanging =
                Stream.generate(() -> api.orderLater()).limit(12).toList();

        eventually().until(() -> api.stateInHealth("payment").equals("OPEN"));

        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        Api.Answer pending = orderWhileOpen();

        api.heal();

        assertThat(hanging)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(201));
        eventually().until(() -> api.order().status() == 201);
        eventually().until(() -> isPaid(pending));
    }

    /** A breaker that is held open by hand lets no probe through: neither this order is paid, nor an earlier one. */
    private Api.Answer orderWhileOpen() {
        api.updateBreaker("payment", "FORCE_OPEN");
        Api.Answer order = api.order();
        assertThat(order.status()).isEqualTo(202);
        assertThat(order.field("state")).isEqualTo("PENDING");
        assertThat(api.get("/orders/" + order.field("id")).json()).isEqualTo(order.json());
        api.updateBreaker("payment", "HALF_OPEN");
        return order;
    }

    private boolean isPaid(Api.Answer order) {
        return api.get("/orders/" + order.field("id")).field("state").equals("PAID");
    }

    private Api.Answer order(String store, String product, int quantity) {
        return api.post("/orders", """
                {"storeId": "%s", "productId": "%s", "quantity": %d}""".formatted(store, product, quantity));
    }
}
