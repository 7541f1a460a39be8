package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;

/** An instance as the fleet's drill starts it, with a Redis of its own. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("fleet")
@DirtiesContext
class FleetProfileTest {

    @Test
    void paymentIsInAFleetAndTheBreakerOfTheSharedRedisIsNot(@Value("${local.server.port}") int port) {
        Api api = new Api(port);

        RunningApp.eventually()
                .until(() ->
                        breaker(api, "payment").json().at("/fleet/attached").asBoolean(false));
        assertThat(breaker(api, "redis").json().path("fleet").isMissingNode()).isTrue();
    }

    private static Api.Answer breaker(Api api, String name) {
        return api.get("/actuator/circuitbreakers/" + name);
    }
}
