package io.breaker.spring.config;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Which wait an HTTP answer asks for by its Retry-After header, in seconds or as a date (RFC 9110, section 10.2.3). Knows the
 * exceptions of those of Spring's HTTP clients that are on the class path: what names their types stands in classes of its
 * own, which are not loaded without them.
 */
final class RetryAfterHeader implements Function<Throwable, @Nullable Duration> {

    private static final boolean HEADERS = isPresent("org.springframework.http.HttpHeaders");
    private static final boolean REST_CLIENT =
            HEADERS && isPresent("org.springframework.web.client.RestClientResponseException");
    private static final boolean WEB_CLIENT =
            HEADERS && isPresent("org.springframework.web.reactive.function.client.WebClientResponseException");

    private final InstantSource clock;

    /** The clock is the wall clock: dates in headers are of the server's. */
    RetryAfterHeader(InstantSource clock) {
        this.clock = clock;
    }

    /** {@return whether there is a client whose exceptions it knows} */
    static boolean isOfUse() {
        return REST_CLIENT || WEB_CLIENT;
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, RetryAfterHeader.class.getClassLoader());
    }

    @Override
    public @Nullable Duration apply(Throwable thrown) {
        if (REST_CLIENT && RestClient.isThrowerOf(thrown)) {
            return RestClient.wait(thrown, clock);
        }
        return WEB_CLIENT && WebClient.isThrowerOf(thrown) ? WebClient.wait(thrown, clock) : null;
    }

    private static final class RestClient {

        static boolean isThrowerOf(Throwable thrown) {
            return thrown instanceof RestClientResponseException;
        }

        static @Nullable Duration wait(Throwable thrown, InstantSource clock) {
            HttpHeaders headers = ((RestClientResponseException) thrown).getResponseHeaders();
            return headers == null ? null : Headers.wait(headers, clock);
        }
    }

    private static final class WebClient {

        static boolean isThrowerOf(Throwable thrown) {
            return thrown instanceof WebClientResponseException;
        }

        static @Nullable Duration wait(Throwable thrown, InstantSource clock) {
            return Headers.wait(((WebClientResponseException) thrown).getHeaders(), clock);
        }
    }

    private static final class Headers {

        private static final Pattern SECONDS = Pattern.compile("[0-9]+");

        /** More digits are more seconds than a number holds: that long, nobody waits. */
        private static final int MOST_DIGITS = 18;

        static @Nullable Duration wait(HttpHeaders headers, InstantSource clock) {
            String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
            String text = value == null ? "" : value.trim();
            if (SECONDS.matcher(text).matches()) {
                return Duration.ofSeconds(text.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(text));
            }
            return text.isEmpty() ? null : untilDate(headers, clock);
        }

        private static @Nullable Duration untilDate(HttpHeaders headers, InstantSource clock) {
            try {
                ZonedDateTime date = headers.getFirstZonedDateTime(HttpHeaders.RETRY_AFTER);
                Instant now = clock.instant();
                return date == null || date.toInstant().isBefore(now) ? null : Duration.between(now, date);
            } catch (IllegalArgumentException noDate) {
                return null;
            }
        }
    }
}
