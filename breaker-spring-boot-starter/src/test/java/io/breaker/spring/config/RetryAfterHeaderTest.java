package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

class RetryAfterHeaderTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    private final RetryAfterHeader header = new RetryAfterHeader(() -> NOW);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        120                              | PT2M
        0                                | PT0S
        ' 7 '                            | PT7S
        Wed, 21 Oct 2026 07:28:30 GMT    | PT30S
        Wednesday, 21-Oct-26 07:29:00 GMT | PT1M
        Wed Oct 21 07:28:10 2026         | PT10S
        Wed, 21 Oct 2026 07:28:00 GMT    | PT0S
        Wed, 21 Oct 2026 07:27:59 GMT    |
        Fri, 31 Dec 1999 23:59:59 GMT    |
        soon                             |
        -5                               |
        1.5                              |
        PT5S                             |
        ''                               |
        """)
    void readsSecondsAndDatesOfBothClients(String value, @Nullable Duration wait) {
        assertThat(header.apply(restClient(value))).isEqualTo(wait);
        assertThat(header.apply(webClient(value))).isEqualTo(wait);
    }

    @Test
    void moreSecondsThanANumberHoldsAreForever() {
        assertThat(header.apply(restClient("9".repeat(40)))).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void isSilentWithoutTheHeaderAndForOtherExceptions() {
        assertThat(header.apply(new HttpServerErrorException(HttpStatus.SERVICE_UNAVAILABLE)))
                .isNull();
        assertThat(header.apply(restClient(null))).isNull();
        assertThat(header.apply(webClient(null))).isNull();
        assertThat(header.apply(new RestClientException("no answer"))).isNull();
        assertThat(header.apply(new IllegalStateException())).isNull();
    }

    @Test
    void retriesOfTheStarterHeedItAndWaitNoLongerThanTheyMay() {
        BreakerSettings settings = YamlApplication.settings(
                "breaker.retry.instances.redis: { wait-duration: 0, max-retry-after-duration: 5s }");

        assertThat(attempts(settings.retry("redis"), "6")).isEqualTo(1);
        assertThat(attempts(settings.retry("redis"), "0")).isEqualTo(3);
        assertThat(attempts(settings.retry("redis"), "nonsense")).isEqualTo(3);
        assertThat(attempts(
                        settings.retry("redis").toBuilder()
                                .maxRetryAfterDuration(Duration.ZERO)
                                .build(),
                        "6"))
                .isEqualTo(3);
    }

    @Test
    void customizersReplaceIt() {
        Function<Throwable, @Nullable Duration> own = thrown -> Duration.ofDays(1);
        YamlApplication.of("breaker.retry.instances.redis.wait-duration: 0")
                .withBean(RetryConfigCustomizer.class, () -> (name, builder) -> builder.retryAfterFunction(own))
                .run(context -> {
                    RetryConfig config = context.getBean(BreakerSettings.class).retry("redis");
                    assertThat(config.retryAfterFunction()).isSameAs(own);
                    assertThat(attempts(config, "0")).isEqualTo(1);
                });
    }

    private static int attempts(RetryConfig config, String retryAfter) {
        AtomicInteger attempts = new AtomicInteger();
        HttpServerErrorException unavailable = restClient(retryAfter);
        Throwable thrown = catchThrowable(() -> Retry.of("redis", config).call(() -> {
            attempts.incrementAndGet();
            throw unavailable;
        }));
        assertThat(thrown).isSameAs(unavailable);
        return attempts.get();
    }

    private static HttpServerErrorException restClient(@Nullable String retryAfter) {
        return HttpServerErrorException.create(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Service Unavailable",
                headers(retryAfter),
                new byte[0],
                StandardCharsets.UTF_8);
    }

    private static WebClientResponseException webClient(@Nullable String retryAfter) {
        return Objects.requireNonNull(WebClientResponseException.create(
                429, "Too Many Requests", headers(retryAfter), new byte[0], StandardCharsets.UTF_8));
    }

    private static HttpHeaders headers(@Nullable String retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return headers;
    }
}
