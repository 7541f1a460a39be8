package io.breaker.sample.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.sample.outside.Fault.Mode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakablePaymentTest {

    private final BreakablePayment payment = start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws IOException {
        payment.close();
    }

    @Test
    void chargesAnOrderOnce() throws Exception {
        assertThat(charge("a")).isEqualTo(201);
        assertThat(charge("a")).isEqualTo(200);
        assertThat(charge("b")).isEqualTo(201);
    }

    @Test
    void remembersChargesWhileItWasDown() throws Exception {
        charge("a");
        payment.apply(fault(Mode.DOWN));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> charge("b"));

        payment.apply(Fault.NONE);

        assertThat(charge("a")).isEqualTo(200);
        assertThat(charge("b")).isEqualTo(201);
    }

    @Test
    void errorsAreAnswersWith503() throws Exception {
        payment.apply(fault(Mode.ERRORS));
        assertThat(charge("a")).isEqualTo(503);

        payment.apply(Fault.NONE);
        assertThat(charge("a")).isEqualTo(201);
    }

    @Test
    void countsTheCallsThatReachIt() throws Exception {
        charge("a");
        payment.apply(fault(Mode.ERRORS));
        charge("b");

        assertThat(payment.takeTraffic()).isEqualTo(new PaymentTraffic(2, 1));
        assertThat(payment.takeTraffic()).isEqualTo(new PaymentTraffic(0, 0));
    }

    private int charge(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(payment.address().uri().resolve("/charges"))
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Fault fault(Mode mode) {
        return new Fault(mode, Duration.ofMillis(300));
    }

    private static BreakablePayment start() {
        try {
            return new BreakablePayment(Duration.ZERO);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
