package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultsTest extends RunningApp {

    @Test
    void showsWhatIsWrongWithEachServer() {
        api.fault("payment", "slow", "2s");

        assertThat(api.get("/faults").text()).isEqualTo("""
                {"payment":{"mode":"slow","delay":"2000ms"},"redis":{"mode":"none","delay":"300ms"}}""");
    }

    @Test
    void aFaultEndsByItselfAfterItsDuration() {
        api.post("/faults/payment", """
                {"mode": "errors", "duration": "50ms"}""");

        eventually()
                .until(() ->
                        api.get("/faults").json().at("/payment/mode").asString().equals("none"));
    }

    @Test
    void theEndOfAnEarlierFaultDoesNotEndALaterOne() {
        api.post("/faults/payment", """
                {"mode": "errors", "duration": "50ms"}""");
        api.post("/faults/payment", """
                {"mode": "slow"}""");
        api.post("/faults/redis", """
                {"mode": "slow", "duration": "100ms"}""");

        eventually()
                .until(() ->
                        api.get("/faults").json().at("/redis/mode").asString().equals("none"));
        assertThat(api.get("/faults").json().at("/payment/mode").asString()).isEqualTo("slow");
    }

    @Test
    void saysInASentenceWhatIsWrong() {
        assertRefused("{\"mode\": \"broken\"}", "mode is broken: must be one of none, down, hang, slow, errors");
        assertRefused("{}", "mode is null: must be one of none, down, hang, slow, errors");
        assertRefused(
                "{\"mode\": \"slow\", \"delay\": \"soon\"}", "delay is soon: must be a duration such as 300ms or 2s");
        assertRefused(
                "{\"mode\": \"slow\", \"duration\": \"-1s\"}", "duration is -1s: must be more than 0 and at most 60s");
        assertThat(api.post("/faults/kafka", "{\"mode\": \"none\"}").status()).isEqualTo(404);
        assertThat(api.post("/faults/redis", "nonsense").status()).isEqualTo(400);
    }

    private void assertRefused(String body, String sentence) {
        Api.Answer answer = api.post("/faults/redis", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.field("detail")).isEqualTo(sentence);
    }
}
