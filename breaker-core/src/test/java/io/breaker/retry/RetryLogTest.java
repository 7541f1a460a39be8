package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a retry logs: mistakes of its user's code, once, and nothing about calls. */
class RetryLogTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(Retry.class);

    private static Retry retry(UnaryOperator<RetryConfig.Builder> changes) {
        return Retry.of(
                "lab",
                changes.apply(RetryConfig.builder().waitDuration(Duration.ZERO)).build());
    }

    private static Throwable failureOf(Retry retry) {
        return catchThrowable(() -> retry.call(() -> {
            throw new IOException();
        }));
    }

    @Test
    void callsAreNotLogged() {
        Retry retry = retry(builder -> builder);

        assertThat(retry.call(() -> "value")).isEqualTo("value");
        assertThat(failureOf(retry)).isInstanceOf(IOException.class);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aPredicateOfResultsThatThrowsIsLoggedOnce() {
        Retry retry = retry(builder -> builder.resultPredicate(result -> {
            throw new IllegalStateException("a broken predicate");
        }));

        assertThat(retry.call(() -> "first")).isEqualTo("first");
        assertThat(retry.call(() -> "second")).isEqualTo("second");

        assertThat(log.lines()).containsExactly("WARN A predicate of a retry threw; the call is not retried");
    }

    @Test
    void aPredicateOfExceptionsThatThrowsIsLoggedOnce() {
        Retry retry = retry(builder -> builder.retryExceptionPredicate(thrown -> {
            throw new IllegalStateException("a broken predicate");
        }));

        assertThat(failureOf(retry)).isInstanceOf(IOException.class);
        assertThat(failureOf(retry)).isInstanceOf(IOException.class);

        assertThat(log.lines()).containsExactly("WARN A predicate of a retry threw; the call is not retried");
    }
}
