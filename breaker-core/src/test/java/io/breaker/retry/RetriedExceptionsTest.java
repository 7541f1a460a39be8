package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.ManualTime;
import io.breaker.ManualTimer;
import io.breaker.RejectedCallException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a retry of three attempts runs again. */
class RetriedExceptionsTest {

    private final ManualTime time = new ManualTime();
    private int runs;

    private Retry retry(UnaryOperator<RetryConfig.Builder> changes) {
        return new Retry(
                "lab", changes.apply(RetryConfig.builder()).build(), time, new ManualTimer(time), time::advanceNanos);
    }

    private Retry retry() {
        return retry(builder -> builder);
    }

    private int runsOf(Retry retry, Throwable thrown) {
        runs = 0;
        assertThat(catchThrowable(() -> retry.call(() -> {
                    runs++;
                    throw thrown;
                })))
                .isSameAs(thrown);
        return runs;
    }

    @Test
    void everyExceptionButNoErrorByDefault() {
        assertThat(runsOf(retry(), new IllegalStateException())).isEqualTo(3);
        assertThat(runsOf(retry(), new AssertionError())).isEqualTo(1);
        assertThat(runsOf(retry(), new OutOfMemoryError())).isEqualTo(1);
    }

    @Test
    void anErrorIfItIsListed() {
        assertThat(runsOf(retry(builder -> builder.retryExceptions(AssertionError.class)), new AssertionError()))
                .isEqualTo(3);
    }

    @Test
    void onlyWhatIsListedIfSomethingIs() {
        Retry listed = retry(builder -> builder.retryExceptions(IOException.class));

        assertThat(runsOf(listed, new FileNotFoundException())).isEqualTo(3);
        assertThat(runsOf(listed, new IllegalStateException())).isEqualTo(1);
    }

    @Test
    void whatThePredicateAddsToTheList() {
        Retry listed = retry(builder -> builder.retryExceptions(IOException.class)
                .retryExceptionPredicate(IllegalStateException.class::isInstance));

        assertThat(runsOf(listed, new IllegalStateException())).isEqualTo(3);
        assertThat(runsOf(listed, new IllegalArgumentException())).isEqualTo(1);
    }

    @Test
    void nothingThatIsIgnored() {
        Retry ignoring = retry(builder -> builder.retryExceptions(IOException.class)
                .retryExceptionPredicate(thrown -> true)
                .ignoreExceptions(FileNotFoundException.class));

        assertThat(runsOf(ignoring, new FileNotFoundException())).isEqualTo(1);
        assertThat(runsOf(ignoring, new IOException())).isEqualTo(3);
    }

    @Test
    void wrappersAreTakenOff() {
        Retry ignoring = retry(builder -> builder.ignoreExceptions(IOException.class));

        assertThat(runsOf(ignoring, new CompletionException(new IOException()))).isEqualTo(1);
    }

    @Test
    void noRefusalUnlessItsTypeIsListed() {
        assertThat(runsOf(retry(), new Refused())).isEqualTo(1);
        assertThat(runsOf(retry(builder -> builder.retryExceptions(RuntimeException.class)), new Refused()))
                .isEqualTo(1);
        assertThat(runsOf(retry(builder -> builder.retryExceptionPredicate(thrown -> true)), new Refused()))
                .isEqualTo(1);
        assertThat(runsOf(retry(builder -> builder.retryExceptions(Refused.class)), new Refused()))
                .isEqualTo(3);
        assertThat(runsOf(retry(builder -> builder.retryExceptions(RejectedCallException.class)), new Refused()))
                .isEqualTo(3);
    }

    static List<Throwable> interruptionsAndCancellations() {
        return List.of(new InterruptedException(), new CancellationException(), new ClosedByInterruptException());
    }

    @ParameterizedTest
    @MethodSource("interruptionsAndCancellations")
    void noInterruptionAndNoCancellation(Throwable thrown) {
        assertThat(runsOf(retry(builder -> builder.retryExceptions(Throwable.class)), thrown))
                .isEqualTo(1);
    }

    @Test
    void nothingIfThePredicateThrows() {
        Retry broken = retry(builder -> builder.retryExceptionPredicate(thrown -> {
            throw new AssertionError("a broken predicate");
        }));

        assertThat(runsOf(broken, new IOException())).isEqualTo(1);
    }

    @SuppressWarnings("serial")
    private static final class Refused extends RejectedCallException {
        Refused() {
            super("other", false);
        }

        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }
    }
}
