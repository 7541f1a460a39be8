package io.breaker.sample;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.sample.Order.State;
import io.breaker.sample.outside.PaymentAddress;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Charges orders. An order that cannot be charged now is paid later: see {@link OrderService#settlePending()}. */
@Component
@SuppressWarnings("unused") // Fallbacks are called by their name.
class PaymentClient {

    private final RestClient http;

    PaymentClient(RestClient.Builder http, PaymentAddress address) {
        this.http = http.baseUrl(address.uri()).build();
    }

    @CircuitBreaker(name = "payment", fallbackMethod = "pending")
    State charge(Order order) {
        http.post()
                .uri("/charges")
                .header("Idempotency-Key", order.id())
                .contentType(MediaType.APPLICATION_JSON)
                .body(order)
                .retrieve()
                .toBodilessEntity();
        return State.PAID;
    }

    private State pending(Order order, Throwable cause) {
        return State.PENDING;
    }
}
