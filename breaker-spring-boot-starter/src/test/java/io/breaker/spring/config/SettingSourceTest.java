package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingSourceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    class path resource [application.yml] - 12:30            | application.yml:12
                    class path resource [config/application-a.yml] from app.jar - 3:1 | application-a.yml:3
                    URL [file:/etc/shop/application.properties] - 7:9        | application.properties:7
                    file [C:\\shop\\application.yml] - 1:2                   | application.yml:1
                    System Environment Property "BREAKER_X"                  | System Environment Property "BREAKER_X"
                    """)
    void aPlaceIsAsShortAsItCanBe(String origin, String place) {
        assertThat(new SettingSource("a", "breaker.a", "1", origin).place()).isEqualTo(place);
    }

    @Test
    void aSourceWithoutAnOriginSaysSo() {
        assertThat(new SettingSource("a", "breaker.a", "1", null).place()).isEqualTo("unknown");
    }

    @Test
    void whatStandsNearestDecides() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.circuitbreaker:
                  configs:
                    default: { failure-rate-threshold: 10, sliding-window-size: 20 }
                    near: { failure-rate-threshold: 20, ignore-exceptions: [java.io.IOException] }
                  instances:
                    a: { base-config: near }
                    b: { failure-rate-threshold: 30 }
                """);

        assertThat(keys(settings, "a"))
                .containsExactlyInAnyOrder(
                        "breaker.circuitbreaker.configs.near.failure-rate-threshold",
                        "breaker.circuitbreaker.configs.default.sliding-window-size",
                        "breaker.circuitbreaker.configs.near.ignore-exceptions[0]",
                        "breaker.circuitbreaker.instances.a.base-config");
        assertThat(keys(settings, "b"))
                .containsExactlyInAnyOrder(
                        "breaker.circuitbreaker.instances.b.failure-rate-threshold",
                        "breaker.circuitbreaker.configs.default.sliding-window-size");
        assertThat(keys(settings, "not configured"))
                .containsExactlyInAnyOrder(
                        "breaker.circuitbreaker.configs.default.failure-rate-threshold",
                        "breaker.circuitbreaker.configs.default.sliding-window-size");
    }

    private static List<String> keys(BreakerSettings settings, String name) {
        return settings.sources(PolicyKind.CIRCUITBREAKER, name).stream()
                .map(SettingSource::key)
                .toList();
    }
}
