package io.breaker.sample;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The whole application, started once for all tests: a real Redis, a real payment server, waits cut short. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "breaker.circuitbreaker.configs.default.wait-duration-in-open-state=2s",
            "breaker.circuitbreaker.instances.payment.slow-call-duration-threshold=300ms",
            "order.settle-interval=100ms"
        })
abstract class RunningApp {

    static final String ANY_STOCK = "/stocks/1/1";

    Api api;

    @BeforeEach
    void allIsWell(@Value("${local.server.port}") int port) {
        api = new Api(port);
        mend();
    }

    @AfterEach
    void mend() {
        api.heal();
        for (String breaker : new String[] {"redis", "payment"}) {
            api.updateBreaker(breaker, "CLOSE");
        }
        // The connection to Redis comes back a moment after Redis does.
        eventually().until(() -> api.get(ANY_STOCK).field("servedBy").equals("redis"));
        api.updateBreaker("redis", "RESET");
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
