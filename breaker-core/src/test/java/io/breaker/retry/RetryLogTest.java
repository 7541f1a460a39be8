package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a retry logs: mistakes of its user's code, once, and nothing about calls. */
class RetryLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Retry.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE); // tests are silent otherwise
        logger.addAppender(log);
        log.start();
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

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

    private List<String> lines() {
        return log.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void callsAreNotLogged() {
        Retry retry = retry(builder -> builder);

        assertThat(retry.call(() -> "value")).isEqualTo("value");
        assertThat(failureOf(retry)).isInstanceOf(IOException.class);

        assertThat(lines()).isEmpty();
    }

    @Test
    void aPredicateOfResultsThatThrowsIsLoggedOnce() {
        Retry retry = retry(builder -> builder.resultPredicate(result -> {
            throw new IllegalStateException("a broken predicate");
        }));

        assertThat(retry.call(() -> "first")).isEqualTo("first");
        assertThat(retry.call(() -> "second")).isEqualTo("second");

        assertThat(lines()).containsExactly("WARN A predicate of a retry threw; the call is not retried");
    }

    @Test
    void aPredicateOfExceptionsThatThrowsIsLoggedOnce() {
        Retry retry = retry(builder -> builder.retryExceptionPredicate(thrown -> {
            throw new IllegalStateException("a broken predicate");
        }));

        assertThat(failureOf(retry)).isInstanceOf(IOException.class);
        assertThat(failureOf(retry)).isInstanceOf(IOException.class);

        assertThat(lines()).containsExactly("WARN A predicate of a retry threw; the call is not retried");
    }
}
