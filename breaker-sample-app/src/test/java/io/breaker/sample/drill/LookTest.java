package io.breaker.sample.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookTest {

    @Test
    void readsWhatTheEndpointSays() {
        assertThat(Look.parse("""
                {"failureRate":"-1.0%","state":"HALF_OPEN","admittedShare":"0.0%",
                 "fleet":{"attached":true,"epoch":7,"phase":"HALF_OPEN"}}""")).isEqualTo(new Look("HALF_OPEN", true, 0));
        assertThat(Look.parse("""
                {"state": "CLOSED", "admittedShare": "37.25%", "fleet": {"attached": false}}""")).isEqualTo(new Look("CLOSED", false, 37));
    }

    @Test
    void anythingElseSaysNothing() {
        assertThat(Look.parse("")).isEqualTo(Look.NOTHING);
        assertThat(Look.parse("{\"state\":\"CLOSED\",\"admittedShare\":\"100.0%\"}"))
                .isEqualTo(Look.NOTHING);
        assertThat(Look.NOTHING.isAlone()).isFalse();
    }

    @Test
    void aBreakerThatLetsOnlySomeCallsInIsClosedButNotAtRest() {
        Look ramp = new Look("CLOSED", true, 99);

        assertThat(ramp.isClosed()).isTrue();
        assertThat(ramp.isAtRest()).isFalse();
        assertThat(new Look("CLOSED", true, 100).isAtRest()).isTrue();
        assertThat(new Look("CLOSED", false, 100).isAtRest()).isFalse();
    }

    @Test
    void isPrintedShortly() {
        assertThat(new Look("CLOSED", true, 100)).hasToString("CLOSED");
        assertThat(new Look("CLOSED", true, 37)).hasToString("CLOSED 37%");
        assertThat(new Look("OPEN", false, 0)).hasToString("OPEN*");
    }
}
