package io.breaker.sample.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PaymentAddressTest {

    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withUserConfiguration(OutsideConfiguration.class)
            .withPropertyValues("spring.data.redis.host=127.0.0.1"); // starts no Redis

    @Test
    void isThatOfOurOwnPaymentServiceByDefault() {
        app.run(context -> assertThat(context.getBean(PaymentAddress.class))
                .isEqualTo(context.getBean(BreakablePayment.class).address()));
    }

    @Test
    void isThatOfAnotherPaymentServiceIfThereIsOneAndThenNoneIsOurs() {
        app.withPropertyValues("payment.url=http://localhost:9999").run(context -> {
            assertThat(context.getBean(PaymentAddress.class).uri()).isEqualTo(URI.create("http://localhost:9999"));
            assertThat(context).doesNotHaveBean(BreakablePayment.class);
        });
    }
}
