package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "redsi, redis",
        "REDIS, redis",
        "rediss, redis",
        "reds, redis",
        "cb_redis, CB-REDIS",
        "pay.ment.eu, payment-eu",
        "max_atempts, max-attempts",
        "failureRateTreshold, failure-rate-threshold"
    })
    void looksPastCaseDashesUnderscoresAndDots(String typo, String word) {
        assertThat(Nearest.to(typo, List.of("something-else", word))).contains(word);
    }

    @ParameterizedTest
    @CsvSource({"ab, cd", "redis, postgres", "legacy, enabled"})
    void findsNothingThatIsFarAway(String typo, String word) {
        assertThat(Nearest.to(typo, List.of(word))).isEmpty();
    }

    @Test
    void takesTheNearestAndTheFirstOfEquals() {
        assertThat(Nearest.to("stock", List.of("stack", "stick"))).contains("stack");
        assertThat(Nearest.to("stock", List.of("stocks", "st-ock"))).contains("st-ock");
        assertThat(Nearest.to("stock", List.of())).isEmpty();
    }
}
