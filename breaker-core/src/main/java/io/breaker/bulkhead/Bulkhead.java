package io.breaker.bulkhead;

import io.breaker.AdmissionPolicy;
import io.breaker.Body;
import io.breaker.Check;
import io.breaker.EventPublisher;
import io.breaker.FlightEvents;
import io.breaker.Permit;
import io.breaker.Subscription;
import io.breaker.Timer;
import io.breaker.Workers;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls run at once, so that one slow thing cannot take all threads. A call that finds it full is refused, or
 * waits a while if the configuration says so. Calls run on their callers' threads; an asynchronous call runs until its
 * stage completes, and waits without blocking. Thread-safe; calls that need not wait take no lock.
 *
 * <p>Source: M. Nygard, "Release It!", 2007, for the pattern.
 */
public final class Bulkhead implements AdmissionPolicy {

    private final String name;
    private final Timer timer;
    private final InstantSource clock = Clock.systemUTC();
    private final EventPublisher<BulkheadEvent> events;
    private final LongAdder rejected = new LongAdder();
    private final PermitQueue permits;
    private final Lock changes = new ReentrantLock();
    private volatile BulkheadConfig config;

    Bulkhead(String name, BulkheadConfig config, Timer timer) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.config = Objects.requireNonNull(config, "config");
        this.timer = timer;
        this.permits = new PermitQueue(config.maxConcurrentCalls());
        this.events = new EventPublisher<>("bulkhead '" + name + "'");
    }

    /**
     * Makes a bulkhead.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how many calls may run at once
     * @return a new bulkhead, empty
     * @throws IllegalArgumentException if the name is empty
     */
    public static Bulkhead of(String name, BulkheadConfig config) {
        return new Bulkhead(name, config, Timer.shared());
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * {@inheritDoc}
     *
     * @throws BulkheadFullException if the bulkhead is full
     * @throws CancellationException if the thread is interrupted while it waits
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        enter();
        try {
            return body.call();
        } finally {
            permits.giveBack();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws BulkheadFullException if the bulkhead is full
     */
    @Override
    public Permit acquire() {
        Permit permit = permits.held(); // before it is taken: memory may run out
        enter();
        return permit;
    }

    private void enter() {
        BulkheadConfig now = config;
        if (!isFree(now)) {
            await(now.maxWaitNanos);
        }
    }

    private boolean isFree(BulkheadConfig now) {
        boolean isNext = !now.fairCallHandlingEnabled() || !permits.isAwaited();
        return isNext && permits.take();
    }

    private void await(long nanos) {
        CompletableFuture<Permit> place = nanos == 0 ? null : permits.await(Integer.MAX_VALUE);
        if (place == null) {
            throw refuse();
        }
        try {
            place.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            if (place.cancel(false)) { // else it came at the last moment
                throw refuse();
            }
        } catch (InterruptedException interrupted) {
            if (!place.cancel(false)) {
                permits.giveBack();
            }
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "The thread was interrupted while it waited for a permit of bulkhead '" + name + "'");
        } catch (ExecutionException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** {@inheritDoc} A refusal after a wait is counted just after the future has failed. */
    @Override
    public CompletableFuture<? extends Permit> acquireAsync() {
        BulkheadConfig now = config;
        CompletableFuture<Permit> free = CompletableFuture.completedFuture(permits.held());
        if (isFree(now)) {
            return free;
        }
        CompletableFuture<Permit> place = now.maxWaitNanos == 0 ? null : permits.await(Integer.MAX_VALUE);
        if (place == null) {
            return CompletableFuture.failedFuture(refuse());
        }
        try {
            Future<?> alarm =
                    timer.schedule(now.maxWaitNanos, () -> Workers.endings().execute(() -> giveUp(place)));
            place.whenComplete((permit, gaveUp) -> alarm.cancel(false));
            return place;
        } catch (Throwable noAlarm) { // a place that nobody looks at would take a permit for ever
            if (!place.cancel(false)) {
                permits.giveBack();
            }
            throw noAlarm;
        }
    }

    private void giveUp(CompletableFuture<Permit> place) {
        if (!place.isDone() && place.completeExceptionally(full())) {
            noteRefusal();
        }
    }

    private BulkheadFullException refuse() {
        noteRefusal();
        return full();
    }

    private BulkheadFullException full() {
        return BulkheadFullException.full(name, config.maxConcurrentCalls());
    }

    private void noteRefusal() {
        rejected.increment();
        FlightEvents.rejection("bulkhead", name, null);
        if (events.isWanted(BulkheadEvent.Rejected.class)) {
            events.publish(new BulkheadEvent.Rejected(name, clock.instant()));
        }
    }

    /** {@return the configuration in force} */
    public BulkheadConfig config() {
        return config;
    }

    /**
     * Puts another configuration in force, without blocking. If more calls are running than it allows, they go on, and none
     * is let in until enough of them have ended. Calls that wait already wait as long as they were to.
     *
     * @param changed how many calls may run at once
     */
    public void reconfigure(BulkheadConfig changed) {
        Objects.requireNonNull(changed, "config");
        changes.lock(); // else of two changes at once each could win a part
        try {
            config = changed;
            permits.limit(changed.maxConcurrentCalls());
        } finally {
            changes.unlock();
        }
        permits.grant();
    }

    /** {@return the bulkhead's numbers now} */
    public BulkheadSnapshot snapshot() {
        int most = config.maxConcurrentCalls();
        return new BulkheadSnapshot(name, most, Math.max(0, most - permits.taken()), permits.waiters(), rejected.sum());
    }

    /**
     * Listens to events. Listeners run on the thread of the call, so they should be quick; what they throw is logged once
     * and goes no further.
     *
     * @param type the type of events to get; {@code BulkheadEvent.class} for all
     * @param listener gets the events
     * @param <E> the type of events to get
     * @return the way to end the deliveries
     */
    public <E extends BulkheadEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
        return events.subscribe(type, listener);
    }

    @Override
    public String toString() {
        return "Bulkhead '" + name + "'";
    }
}
