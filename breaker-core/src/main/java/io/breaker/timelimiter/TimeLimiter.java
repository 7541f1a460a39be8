package io.breaker.timelimiter;

import io.breaker.Body;
import io.breaker.Check;
import io.breaker.EventPublisher;
import io.breaker.Interruption;
import io.breaker.Nanos;
import io.breaker.Policy;
import io.breaker.Subscription;
import io.breaker.Timer;
import io.breaker.Undeclared;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets no call take longer than a while. A call that does ends with a {@link TimeoutException}. Thread-safe.
 *
 * <p>A blocking call stays on its caller's thread, which is interrupted when the time is over; so the call ends then if it
 * heeds interruptions, as most that wait do, and otherwise when it returns. No interruption is left behind for later code.
 * An asynchronous call ends when the time is over, counted from before its stage was there; the stage is cancelled.
 */
public final class TimeLimiter implements Policy {

    /** How a call ended. */
    public enum Outcome {
        /** With a result, in time. */
        SUCCESSFUL,
        /** With an exception, in time, or called off. */
        FAILED,
        /** By the time limit. */
        TIMEOUT
    }

    private final String name;
    private final Timer timer;
    private final InstantSource clock = Clock.systemUTC();
    private final EventPublisher<TimeLimiterEvent> events;
    private final LongAdder successful = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private volatile TimeLimiterConfig config;

    TimeLimiter(String name, TimeLimiterConfig config, Timer timer) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.config = Objects.requireNonNull(config, "config");
        this.timer = timer;
        this.events = new EventPublisher<>("time limiter '" + name + "'");
    }

    /**
     * Makes a time limiter.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how long calls may take
     * @return a new time limiter
     * @throws IllegalArgumentException if the name is empty
     */
    public static TimeLimiter of(String name, TimeLimiterConfig config) {
        return new TimeLimiter(name, config, Timer.shared());
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * {@inheritDoc} In place of what a call returns or throws too late there is a {@link TimeoutException}: a checked
     * exception, which this method throws without declaring it, so that it is the same for blocking and asynchronous
     * calls. What the body threw, if it threw, is suppressed in it. Only what a call makes of somebody else's interruption,
     * which was in the way when the time was over, remains its own.
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        TimeLimiterConfig now = config;
        Interruption watch = watch(now);
        Future<?> alarm = schedule(now, () -> interrupt(watch));
        T result;
        try {
            result = body.call();
        } catch (Throwable thrown) {
            if (!watch.end()) {
                throw Undeclared.exception(late(now, thrown));
            }
            alarm.cancel(false);
            note(Outcome.FAILED, now);
            throw thrown;
        }
        if (!watch.end()) {
            throw Undeclared.exception(late(now, null));
        }
        alarm.cancel(false);
        note(Outcome.SUCCESSFUL, now);
        return result;
    }

    private TimeoutException late(TimeLimiterConfig now, @Nullable Throwable thrown) {
        note(Outcome.TIMEOUT, now);
        TimeoutException timeout = timeout(now);
        if (thrown != null) {
            timeout.addSuppressed(thrown); // where the call hung; not the cause: that is the limit
        }
        return timeout;
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        return new TimedStage<T>(this, config).run(body);
    }

    static Interruption watch(TimeLimiterConfig now) {
        return now.cancelRunningFuture() ? Interruption.ofCurrentThread() : Interruption.ofNobody();
    }

    Future<?> schedule(TimeLimiterConfig now, Runnable alarm) {
        return timer.schedule(now.timeoutNanos, alarm);
    }

    void interrupt(Interruption watch) {
        watch.interrupt(timer);
    }

    TimeoutException timeout(TimeLimiterConfig now) {
        return new TimeoutException("Time limiter '" + name + "' ended the call after " + Nanos.text(now.timeoutNanos));
    }

    /**
     * Makes the exception of a call that takes too long. For adapters of other asynchronous types.
     *
     * @return a new exception
     */
    public TimeoutException timeout() {
        return timeout(config);
    }

    /**
     * Takes note of a call that has ended. For adapters of other asynchronous types, that limit the time themselves.
     *
     * @param outcome how it ended
     */
    public void note(Outcome outcome) {
        note(outcome, config);
    }

    /** Takes note of a call that began under a configuration, which may be in force no more. */
    void note(Outcome outcome, TimeLimiterConfig then) {
        switch (outcome) {
            case SUCCESSFUL -> successful.increment();
            case FAILED -> failed.increment();
            case TIMEOUT -> {
                timedOut.increment();
                if (events.isWanted(TimeLimiterEvent.TimedOut.class)) {
                    events.publish(new TimeLimiterEvent.TimedOut(name, clock.instant(), then.timeoutDuration()));
                }
            }
        }
    }

    /** {@return the configuration in force} */
    public TimeLimiterConfig config() {
        return config;
    }

    /**
     * Puts another configuration in force, for calls that begin from now on.
     *
     * @param changed how long calls may take
     */
    public void reconfigure(TimeLimiterConfig changed) {
        config = Objects.requireNonNull(changed, "config");
    }

    /** {@return the counts of ended calls} */
    public TimeLimiterSnapshot snapshot() {
        return new TimeLimiterSnapshot(name, successful.sum(), failed.sum(), timedOut.sum());
    }

    /**
     * Listens to events. Listeners run on the thread of the call or of an alarm, so they should be quick; what they throw is
     * logged once and goes no further.
     *
     * @param type the type of events to get; {@code TimeLimiterEvent.class} for all
     * @param listener gets the events
     * @param <E> the type of events to get
     * @return the way to end the deliveries
     */
    public <E extends TimeLimiterEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
        return events.subscribe(type, listener);
    }

    @Override
    public String toString() {
        return "TimeLimiter '" + name + "'";
    }
}
