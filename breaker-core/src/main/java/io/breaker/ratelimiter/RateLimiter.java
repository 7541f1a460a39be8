package io.breaker.ratelimiter;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import io.breaker.Check;
import io.breaker.EventPublisher;
import io.breaker.FlightEvents;
import io.breaker.Permit;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls begin in a period. Thread-safe; calls take no lock, and one that is let in at once allocates
 * nothing.
 *
 * <p>There are as many permits as the limit says. Each call takes one, and they come back one by one, evenly spread over the
 * period. So after a quiet time as many calls as the limit may begin at once, and then no faster than the limit: there is
 * no edge of a period at which all permits come back together. In a stretch of {@code n} periods at most {@code n + 1}
 * times the limit begin; some more if the period does not divide into whole nanoseconds for each permit, since what is left
 * of one is dropped.
 *
 * <p>A call whose permit comes too late is refused at once, and is told when it would have come. One that waits has its
 * permit reserved: calls begin in the order in which they came. A wait that is given up gives its permit to calls that come
 * later; these may then begin together with some that waited already, so that where many waits are given up more calls
 * begin for a while, and never more in all.
 *
 * <p>Source: the Generic Cell Rate Algorithm, ITU-T Recommendation I.371.
 */
public final class RateLimiter implements AdmissionPolicy {

    private final String name;
    private final TimeSource time;
    private final Timer timer;
    private final Sleeper sleeper;
    private final InstantSource clock = Clock.systemUTC();
    private final EventPublisher<RateLimiterEvent> events;
    private final LongAdder rejected = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Lock changes = new ReentrantLock();

    /**
     * Replaced as a whole by another configuration. Who has just read the one before takes from that, at its price, which
     * nobody looks at any more: calls that begin at the very moment of a change may go uncounted. What they give back goes to
     * the new one, which then misses one permit less, and never has more than all. Both err for these calls alone; a price in
     * the scale of the other configuration would err for all calls, and for as long as the longer period.
     */
    private volatile Reservations reservations;

    /** How a blocking call waits: tests pass one that does not. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    RateLimiter(String name, RateLimiterConfig config, TimeSource time, Timer timer, Sleeper sleeper) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.time = time;
        this.timer = timer;
        this.sleeper = sleeper;
        this.reservations = new Reservations(Objects.requireNonNull(config, "config"), time.nanoTime());
        this.events = new EventPublisher<>("rate limiter '" + name + "'");
    }

    /**
     * Makes a rate limiter.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how many calls may begin in which time
     * @return a new rate limiter, all its permits there
     * @throws IllegalArgumentException if the name is empty
     */
    public static RateLimiter of(String name, RateLimiterConfig config) {
        return of(name, config, TimeSource.precise());
    }

    /**
     * Makes a rate limiter that reads its time somewhere else. The waits themselves are real.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how many calls may begin in which time
     * @param time where it reads the time
     * @return a new rate limiter, all its permits there
     * @throws IllegalArgumentException if the name is empty
     */
    public static RateLimiter of(String name, RateLimiterConfig config, TimeSource time) {
        return new RateLimiter(name, config, time, Timer.shared(), TimeUnit.NANOSECONDS::sleep);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RequestNotPermittedException if there is no permit in time
     * @throws CancellationException if the thread is interrupted while it waits
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        enter(1);
        return body.call();
    }

    /**
     * {@inheritDoc}
     *
     * @throws RequestNotPermittedException if there is no permit in time
     */
    @Override
    public Permit acquire() {
        enter(1);
        return Used.PERMIT;
    }

    @Override
    public CompletableFuture<? extends Permit> acquireAsync() {
        return enterAsync(1);
    }

    /**
     * The same limiter for dearer calls.
     *
     * @param permits how many permits each call takes, at least 1
     * @return a policy whose calls take that many of this limiter's permits
     * @throws IllegalArgumentException if there are fewer permits than that; if the limit is lowered later, calls throw it
     */
    public AdmissionPolicy taking(int permits) {
        Check.within("permits", permits, 1, Integer.MAX_VALUE);
        checkLimit(permits, config());
        return permits == 1 ? this : new Taking(permits);
    }

    private void enter(int permits) {
        long wait = take(permits);
        if (wait > 0) {
            await(permits, wait);
        }
    }

    private long take(int permits) {
        Reservations now = reservations;
        checkLimit(permits, now.config);
        long wait = now.take(permits, time.nanoTime());
        if (wait > now.config.timeoutNanos) {
            throw refuse(wait);
        }
        return wait;
    }

    private void checkLimit(int permits, RateLimiterConfig now) {
        if (permits > now.limitForPeriod()) {
            throw new IllegalArgumentException("A call of rate limiter '" + name + "' takes " + permits
                    + " permits: there are never more than its limitForPeriod, " + now.limitForPeriod());
        }
    }

    private void await(int permits, long nanos) {
        waiting.incrementAndGet();
        try {
            sleeper.sleep(nanos);
        } catch (InterruptedException interrupted) {
            reservations.giveBack(permits);
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "The thread was interrupted while it waited for a permit of rate limiter '" + name + "'");
        } finally {
            waiting.decrementAndGet();
        }
    }

    private CompletableFuture<Permit> enterAsync(int permits) {
        long wait;
        try {
            wait = take(permits);
        } catch (RequestNotPermittedException | IllegalArgumentException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return wait > 0 ? awaitAsync(permits, wait) : CompletableFuture.completedFuture(Used.PERMIT);
    }

    private CompletableFuture<Permit> awaitAsync(int permits, long nanos) {
        CompletableFuture<Permit> place = new CompletableFuture<>();
        waiting.incrementAndGet();
        place.whenComplete((permit, gaveUp) -> {
            waiting.decrementAndGet();
            if (permit == null) {
                reservations.giveBack(permits);
            }
        });
        try {
            Future<?> alarm = timer.schedule(nanos, () -> place.complete(Used.PERMIT));
            place.whenComplete((permit, gaveUp) -> alarm.cancel(false));
            return place;
        } catch (Throwable noAlarm) {
            place.cancel(false);
            throw noAlarm;
        }
    }

    private RequestNotPermittedException refuse(long retryAfterNanos) {
        rejected.increment();
        FlightEvents.rejection("ratelimiter", name, null);
        if (events.isWanted(RateLimiterEvent.Rejected.class)) {
            events.publish(new RateLimiterEvent.Rejected(name, clock.instant(), Duration.ofNanos(retryAfterNanos)));
        }
        return new RequestNotPermittedException(name, retryAfterNanos);
    }

    /** {@return the configuration in force} */
    public RateLimiterConfig config() {
        return reservations.config;
    }

    /**
     * Puts another configuration in force. Permits that are taken come back as fast as it says; if it has fewer permits,
     * no more than those are missing, and those that waiting calls have reserved. Calls that wait already wait as long as
     * they were to. Calls that begin at the very moment of the change may go uncounted.
     *
     * @param changed how many calls may begin in which time
     */
    public void reconfigure(RateLimiterConfig changed) {
        Objects.requireNonNull(changed, "config");
        changes.lock();
        try {
            reservations = reservations.rescaled(time.nanoTime(), changed);
        } finally {
            changes.unlock();
        }
    }

    /** {@return the rate limiter's numbers now} */
    public RateLimiterSnapshot snapshot() {
        return new RateLimiterSnapshot(name, reservations.available(time.nanoTime()), waiting.get(), rejected.sum());
    }

    /**
     * Listens to events. Listeners run on the thread of the call, so they should be quick; what they throw is logged once
     * and goes no further.
     *
     * @param type the type of events to get; {@code RateLimiterEvent.class} for all
     * @param listener gets the events
     * @param <E> the type of events to get
     * @return the way to end the deliveries
     */
    public <E extends RateLimiterEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
        return events.subscribe(type, listener);
    }

    @Override
    public String toString() {
        return "RateLimiter '" + name + "'";
    }

    /** A permit that is used up as soon as it is there: how the call ends makes no difference. */
    private enum Used implements Permit {
        PERMIT;

        @Override
        public void result(@Nullable Object result) {}

        @Override
        public void failure(Throwable thrown) {}

        @Override
        public void release() {}
    }

    private final class Taking implements AdmissionPolicy {

        private final int permits;

        Taking(int permits) {
            this.permits = permits;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
            enter(permits);
            return body.call();
        }

        @Override
        public Permit acquire() {
            enter(permits);
            return Used.PERMIT;
        }

        @Override
        public CompletableFuture<? extends Permit> acquireAsync() {
            return enterAsync(permits);
        }

        @Override
        public String toString() {
            return RateLimiter.this + ", " + permits + " permits a call";
        }
    }
}
