package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.CapturedLog;
import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.RejectedCallException;
import io.breaker.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetryAfterTest {

    private static final Duration OWN = Duration.ofMillis(500);

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(Retry.class);

    private final ManualTime time = new ManualTime();
    private final ManualTimer timer = new ManualTimer(time);
    private final List<Duration> waits = new ArrayList<>();

    private static final class Busy extends IOException implements RetryAfter {

        private static final long serialVersionUID = 1L;

        private final Duration wait;

        Busy(Duration wait) {
            this.wait = wait;
        }

        @Override
        public Duration retryAfter() {
            return wait;
        }
    }

    private static final class Refused extends RejectedCallException {

        private static final long serialVersionUID = 1L;

        Refused() {
            super("other", false);
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(2);
        }
    }

    private Retry retry(UnaryOperator<RetryConfig.Builder> changes) {
        return new Retry(
                "lab",
                changes.apply(RetryConfig.builder().maxAttempts(2)).build(),
                time,
                timer,
                nanos -> waits.add(Duration.ofNanos(nanos)));
    }

    private Retry retry() {
        return retry(builder -> builder);
    }

    private List<Duration> waitsAfter(Retry retry, Throwable thrown) {
        waits.clear();
        assertThat(catchThrowable(() -> retry.call(() -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        return waits;
    }

    @Test
    void anExceptionThatAsksForALongerWaitGetsIt() {
        assertThat(waitsAfter(retry(), new Busy(Duration.ofSeconds(3)))).containsExactly(Duration.ofSeconds(3));
        assertThat(waitsAfter(retry(), new CompletionException(new Busy(Duration.ofSeconds(4)))))
                .containsExactly(Duration.ofSeconds(4));
    }

    @Test
    void aShorterOneDoesNotShortenTheRetrysOwn() {
        assertThat(waitsAfter(retry(), new Busy(Duration.ofMillis(499)))).containsExactly(OWN);
        assertThat(waitsAfter(retry(), new Busy(Duration.ZERO))).containsExactly(OWN);
        assertThat(waitsAfter(retry(), new Busy(Duration.ofDays(-1)))).containsExactly(OWN);
    }

    @Test
    void aRefusalIsWaitedForIfItsTypeIsListed() {
        Retry listed = retry(builder -> builder.retryExceptions(RejectedCallException.class));

        assertThat(waitsAfter(retry(), new Refused())).isEmpty();
        assertThat(waitsAfter(listed, new Refused())).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void nobodyWaitsLongerThanTheLongestAndThereIsNoFurtherAttempt() {
        Retry retry = retry(builder -> builder.maxRetryAfterDuration(Duration.ofSeconds(5)));

        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(5)))).containsExactly(Duration.ofSeconds(5));
        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(5).plusNanos(1))))
                .isEmpty();
        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(Long.MAX_VALUE))))
                .isEmpty();
        assertThat(retry.snapshot()).isEqualTo(new RetrySnapshot("lab", 0, 0, 2, 1));
    }

    @Test
    void zeroIsNotToHeedIt() {
        Retry retry = retry(builder -> builder.maxRetryAfterDuration(Duration.ZERO));

        assertThat(waitsAfter(retry, new Busy(Duration.ofDays(1)))).containsExactly(OWN);
    }

    @Test
    void theLongestDurationHoldsForItToo() {
        Retry retry = retry(builder -> builder.maxDuration(Duration.ofSeconds(2)));

        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(2)))).containsExactly(Duration.ofSeconds(2));
        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(3)))).isEmpty();
    }

    @Test
    void aFunctionFindsItInExceptionsThatDoNotTellThemselves() {
        List<Throwable> asked = new ArrayList<>();
        Retry retry = retry(builder -> builder.retryAfterFunction(thrown -> {
            asked.add(thrown);
            return thrown instanceof IOException ? Duration.ofSeconds(7) : null;
        }));
        IOException thrown = new IOException();
        IllegalStateException other = new IllegalStateException();

        assertThat(waitsAfter(retry, new CompletionException(thrown))).containsExactly(Duration.ofSeconds(7));
        assertThat(waitsAfter(retry, other)).containsExactly(OWN);
        assertThat(waitsAfter(retry, new Busy(Duration.ofSeconds(1)))).containsExactly(Duration.ofSeconds(1));

        assertThat(asked).containsExactly(thrown, other);
    }

    @Test
    void aFunctionThatThrowsIsLoggedOnceAndTheRetrysOwnWaitApplies() {
        Retry retry = retry(builder -> builder.retryAfterFunction(thrown -> {
            throw new IllegalStateException("a broken function");
        }));

        assertThat(waitsAfter(retry, new IOException())).containsExactly(OWN);
        assertThat(waitsAfter(retry, new IOException())).containsExactly(OWN);

        assertThat(log.lines()).containsExactly("WARN What a retry asks for the wait threw; its own wait applies");
    }

    @Test
    void anUnwantedResultAsksForNothing() {
        Retry retry = retry(builder -> builder.resultPredicate("bad"::equals).retryAfterFunction(thrown -> {
            throw new AssertionError("there is no exception");
        }));

        assertThat(retry.call(() -> "bad")).isEqualTo("bad");
        assertThat(waits).containsExactly(OWN);
    }

    @Test
    void anAsynchronousCallWaitsAsLong() {
        CompletableFuture<String> result =
                retry().callAsync(() -> CompletableFuture.failedFuture(new Busy(Duration.ofSeconds(3))));

        assertThat(timer.waiting()).containsExactly(Duration.ofSeconds(3));
        assertThat(result).isNotDone();
    }

    @Test
    void theLongestIsHalfAMinuteAndNotNegative() {
        assertThat(RetryConfig.ofDefaults().maxRetryAfterDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryConfig.ofDefaults().retryAfterFunction()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryConfig.builder().maxRetryAfterDuration(Duration.ofNanos(-1)))
                .withMessage("maxRetryAfterDuration is PT-0.000000001S: must not be negative");
    }
}
