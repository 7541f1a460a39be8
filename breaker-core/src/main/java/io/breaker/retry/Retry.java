package io.breaker.retry;

import io.breaker.Body;
import io.breaker.Check;
import io.breaker.EventPublisher;
import io.breaker.Policy;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.Timer;
import io.breaker.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls again what failed, after a wait. Thread-safe.
 *
 * <p>A blocking call waits on the caller's thread. An interruption ends the waiting: the call then ends with the outcome
 * of its last attempt, and the thread's interrupt status is set. An asynchronous call waits on the shared timer and runs
 * its further attempts on threads of Breaker's.
 */
public final class Retry implements Policy {

    private final String name;
    private final TimeSource time;
    private final Timer timer;
    private final Sleeper sleeper;
    private final InstantSource clock = Clock.systemUTC();
    private final EventPublisher<RetryEvent> events;
    private final LongAdder successfulWithoutRetry = new LongAdder();
    private final LongAdder successfulWithRetry = new LongAdder();
    private final LongAdder failedWithoutRetry = new LongAdder();
    private final LongAdder failedWithRetry = new LongAdder();
    private volatile RetryConfig config;

    /** How a blocking call waits: tests pass one that does not. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    Retry(String name, RetryConfig config, TimeSource time, Timer timer, Sleeper sleeper) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.config = Objects.requireNonNull(config, "config");
        this.time = time;
        this.timer = timer;
        this.sleeper = sleeper;
        this.events = new EventPublisher<>("retry '" + name + "'");
    }

    /**
     * Makes a retry.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config when and how to call again
     * @return a new retry
     * @throws IllegalArgumentException if the name is empty
     */
    public static Retry of(String name, RetryConfig config) {
        return of(name, config, TimeSource.precise());
    }

    /**
     * Makes a retry that reads its time somewhere else. The waits themselves are real.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config when and how to call again
     * @param time where it reads the time, for the longest duration
     * @return a new retry
     * @throws IllegalArgumentException if the name is empty
     */
    public static Retry of(String name, RetryConfig config, TimeSource time) {
        return new Retry(name, config, time, Timer.shared(), TimeUnit.NANOSECONDS::sleep);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * {@inheritDoc}
     *
     * @throws MaxRetriesExceededException if the last result is still unwanted and the configuration wants it to be a
     *     failure
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        Attempts attempts = attempts();
        while (true) {
            T result;
            try {
                result = body.call();
            } catch (Throwable thrown) {
                long wait = attempts.afterException(thrown);
                if (wait == Attempts.END || !sleep(wait)) {
                    attempts.failed(thrown);
                    throw thrown;
                }
                continue;
            }
            long wait = attempts.afterResult(result);
            if (wait == Attempts.END || !sleep(wait)) {
                attempts.ended();
                return result;
            }
        }
    }

    private boolean sleep(long nanos) {
        if (Thread.currentThread().isInterrupted()) { // a wait of nothing would not notice
            return false;
        }
        try {
            sleeper.sleep(nanos);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        AsyncRetry<T> call = new AsyncRetry<>(body, attempts(), timer, Workers.shared());
        call.attempt();
        return call.result();
    }

    /**
     * Begins a call whose attempts somebody else makes. For adapters of other asynchronous types.
     *
     * @return the attempts of one call, of which there have been none yet
     */
    public Attempts attempts() {
        return new Attempts(config);
    }

    /** {@return the configuration in force} */
    public RetryConfig config() {
        return config;
    }

    /**
     * Puts another configuration in force, for calls that begin from now on.
     *
     * @param changed when and how to call again
     */
    public void reconfigure(RetryConfig changed) {
        this.config = Objects.requireNonNull(changed, "config");
    }

    /** {@return the counts of ended calls} */
    public RetrySnapshot snapshot() {
        return new RetrySnapshot(
                name,
                successfulWithoutRetry.sum(),
                successfulWithRetry.sum(),
                failedWithoutRetry.sum(),
                failedWithRetry.sum());
    }

    /**
     * Listens to events. Listeners run on the thread of the call, so they should be quick; what they throw is logged once
     * and goes no further.
     *
     * @param type the type of events to get; {@code RetryEvent.class} for all
     * @param listener gets the events
     * @param <E> the type of events to get
     * @return the way to end the deliveries
     */
    public <E extends RetryEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
        return events.subscribe(type, listener);
    }

    @Override
    public String toString() {
        return "Retry '" + name + "'";
    }

    /**
     * The attempts of one call: what comes after each, and how the call ended. Used by one thread at a time. Whoever makes
     * the attempts tells each one's end, by {@link #afterException} or {@link #afterResult}, and the end of the call, by
     * {@link #failed}, {@link #ended} or {@link #succeeded}, once.
     */
    public final class Attempts {

        /** In place of a wait: there is no further attempt. */
        public static final long END = -1;

        private final RetryConfig config;
        private final long start;
        private int made;
        private boolean unwanted;

        Attempts(RetryConfig config) {
            this.config = config;
            this.start = config.maxDuration().isZero() ? 0 : time.nanoTime();
        }

        /**
         * An attempt has thrown.
         *
         * @param thrown what it threw
         * @return how long to wait before the next attempt, in nanoseconds, or {@link #END}
         */
        public long afterException(Throwable thrown) {
            made++;
            return config.decider.isRetryable(thrown) ? waitForNext(thrown) : END;
        }

        /**
         * An attempt has returned.
         *
         * @param result what it returned
         * @return how long to wait before the next attempt, in nanoseconds, or {@link #END}
         */
        public long afterResult(@Nullable Object result) {
            made++;
            unwanted = config.decider.isUnwanted(result); // asked once: predicates are the user's
            return unwanted ? waitForNext(null) : END;
        }

        private long waitForNext(@Nullable Throwable thrown) {
            if (made >= config.maxAttempts()) {
                return END;
            }
            long asked = thrown == null ? 0 : config.decider.askedNanos(thrown);
            if (asked > config.maxRetryAfterNanos) {
                return END;
            }
            long wait = Math.max(asked, config.backoff.nanos(made));
            if (!config.maxDuration().isZero() && time.nanoTime() - start + wait > config.maxNanos) {
                return END;
            }
            if (events.isWanted(RetryEvent.Retrying.class)) {
                events.publish(new RetryEvent.Retrying(name, clock.instant(), made, Duration.ofNanos(wait), thrown));
            }
            return wait;
        }

        /**
         * Ends the call as one that failed, or was called off.
         *
         * @param thrown what it ends with, or {@code null} if its result is unwanted
         */
        public void failed(@Nullable Throwable thrown) {
            (made == 1 ? failedWithoutRetry : failedWithRetry).increment();
            if (events.isWanted(RetryEvent.Failure.class)) {
                events.publish(new RetryEvent.Failure(name, clock.instant(), made, thrown));
            }
        }

        /**
         * Ends the call with the result that came last.
         *
         * @throws MaxRetriesExceededException if that is still unwanted and the configuration wants it to be a failure
         */
        public void ended() {
            if (unwanted) {
                failed(null);
                if (config.failAfterMaxAttempts()) {
                    throw new MaxRetriesExceededException(name, made);
                }
                return;
            }
            (made == 1 ? successfulWithoutRetry : successfulWithRetry).increment();
            if (events.isWanted(RetryEvent.Success.class)) {
                events.publish(new RetryEvent.Success(name, clock.instant(), made));
            }
        }

        /** Ends the call as one that succeeded, whose last attempt has no result that a predicate could look at. */
        public void succeeded() {
            made++;
            unwanted = false;
            ended();
        }
    }
}
