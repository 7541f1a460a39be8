package io.breaker.bulkhead;

import io.breaker.Body;
import io.breaker.Check;
import io.breaker.Complaint;
import io.breaker.EventPublisher;
import io.breaker.FlightEvents;
import io.breaker.Nanos;
import io.breaker.Permit;
import io.breaker.Policy;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import io.breaker.Undeclared;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls on threads of its own, so many at once; more of them wait in a bounded queue, and what does not fit there is
 * refused. Thread-safe.
 *
 * <p>A blocking call waits for its result on the caller's thread; to interrupt that is to interrupt the call. An
 * asynchronous body is called on one of the threads, which is then free for others, while its call counts as running until
 * the stage completes.
 *
 * <p>Closing it refuses new calls and waits for all that it has accepted.
 */
public final class ThreadPoolBulkhead implements Policy, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ThreadPoolBulkhead.class);
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LAST_MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final InstantSource clock = Clock.systemUTC();
    private final EventPublisher<BulkheadEvent> events;
    private final LongAdder rejected = new LongAdder();
    private final Complaint complaint = new Complaint();
    private final PermitQueue permits;
    private final ExecutorService threads;
    private final Lock changes = new ReentrantLock();
    private volatile ThreadPoolBulkheadConfig config;
    private volatile boolean closed;

    private ThreadPoolBulkhead(String name, ThreadPoolBulkheadConfig config) {
        this.name = Check.require(!name.isBlank(), "name", name, "must not be empty");
        this.config = Objects.requireNonNull(config, "config");
        this.permits = new PermitQueue(config.maxThreadPoolSize());
        this.threads = config.virtualThreadsEnabled() ? Threads.virtual() : Threads.pool(name, config);
        this.events = new EventPublisher<>("thread-pool bulkhead '" + name + "'");
    }

    /**
     * Makes a thread-pool bulkhead. Its threads are made when calls come.
     *
     * @param name what people know the guarded thing by, not empty
     * @param config how many threads it has and how many calls may wait
     * @return a new bulkhead, without calls
     * @throws IllegalArgumentException if the name is empty
     */
    public static ThreadPoolBulkhead of(String name, ThreadPoolBulkheadConfig config) {
        return new ThreadPoolBulkhead(name, config);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Runs a blocking body on one of the bulkhead's threads, and waits for it.
     *
     * @throws BulkheadFullException if all threads are busy and the queue is full, or the bulkhead is closed
     * @throws CancellationException if the caller's thread is interrupted meanwhile; its interrupt status is set, and the
     *     body's thread is interrupted, too
     */
    @Override
    public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        CompletableFuture<T> result = this.<T>callAsync(() -> CompletableFuture.completedFuture(body.call()));
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "The thread was interrupted while it waited for a call in bulkhead '" + name + "'");
        } catch (ExecutionException | CancellationException failed) {
            // the same object that the body threw: get would have wrapped it
            throw Undeclared.exception(result.handle((value, thrown) -> thrown).join());
        }
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        PooledCall<T> call = new PooledCall<>(body, complaint);
        try {
            Runnable decorated = config.taskDecorator().apply(call);
            return call.after(admit(), threads, decorated, this::refuseAsClosed);
        } catch (Throwable refused) { // by the decorator, too
            return CompletableFuture.failedFuture(refused);
        }
    }

    private CompletableFuture<Permit> admit() {
        if (closed) {
            throw refuseAsClosed();
        }
        CompletableFuture<Permit> free = CompletableFuture.completedFuture(permits.held());
        if (!permits.isAwaited() && permits.take()) {
            return free;
        }
        int capacity = config.queueCapacity();
        CompletableFuture<Permit> place = permits.await(capacity);
        if (place == null) {
            throw refuse(BulkheadFullException.full(name, config.maxThreadPoolSize(), capacity));
        }
        if (closed && place.cancel(false)) { // meanwhile: nobody may come to look at this place
            throw refuseAsClosed();
        }
        return place;
    }

    private BulkheadFullException refuseAsClosed() {
        return refuse(BulkheadFullException.shutDown(name));
    }

    private BulkheadFullException refuse(BulkheadFullException refusal) {
        rejected.increment();
        FlightEvents.rejection("thread-pool-bulkhead", name, null);
        if (events.isWanted(BulkheadEvent.Rejected.class)) {
            events.publish(new BulkheadEvent.Rejected(name, clock.instant()));
        }
        return refusal;
    }

    /** {@return the configuration in force} */
    public ThreadPoolBulkheadConfig config() {
        return config;
    }

    /**
     * Puts another configuration in force, without blocking; but for {@code virtualThreadsEnabled}, which stays as it was
     * made. If more calls are running than it allows, they go on, and none is let in until enough of them have ended. The
     * threads of a closed bulkhead stay as they are.
     *
     * @param changed how many threads it has and how many calls may wait
     */
    public void reconfigure(ThreadPoolBulkheadConfig changed) {
        Objects.requireNonNull(changed, "config");
        changes.lock();
        try {
            config = changed;
            if (closed) {
                return;
            }
            if (threads instanceof ThreadPoolExecutor pool) {
                Threads.resize(pool, changed);
            }
            permits.limit(changed.maxThreadPoolSize());
        } finally {
            changes.unlock();
        }
        permits.grant();
    }

    /** {@return the bulkhead's numbers now} */
    public ThreadPoolBulkheadSnapshot snapshot() {
        ThreadPoolBulkheadConfig now = config;
        int running = permits.taken();
        ThreadPoolExecutor pool = threads instanceof ThreadPoolExecutor known ? known : null;
        return new ThreadPoolBulkheadSnapshot(
                name,
                now.coreThreadPoolSize(),
                now.maxThreadPoolSize(),
                pool == null ? running : pool.getPoolSize(),
                pool == null ? running : pool.getActiveCount(),
                running,
                now.queueCapacity(),
                permits.waiters(),
                rejected.sum());
    }

    /** Refuses new calls from now on, waits up to 30 seconds for those that it has accepted, and ends the threads. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /**
     * Refuses new calls from now on, waits for those that it has accepted, and ends the threads. What is not done when
     * patience ends, or when this thread is interrupted, is given up: running calls are interrupted, waiting ones refused,
     * and the log says how many.
     *
     * @param patience how long to wait
     * @return whether all accepted calls have ended
     */
    public boolean close(Duration patience) {
        return Closing.end(List.of(beginToClose()), patience);
    }

    Closing beginToClose() {
        refuseCalls();
        return new Closing();
    }

    void refuseCalls() {
        changes.lock();
        try {
            closed = true;
        } finally {
            changes.unlock();
        }
    }

    /** Waits for the accepted calls without blocking, so that one thread can close many bulkheads at once. */
    final class Closing {

        private final CompletableFuture<Permit> last = permits.awaitTheLast();

        /**
         * Waits until all accepted calls have ended, patience ends or this thread is interrupted. Then ends the threads,
         * and gives up what has not ended.
         *
         * @return whether all accepted calls have ended
         */
        static boolean end(List<Closing> closings, Duration patience) {
            await(closings, patience);
            List<Closing> done = closings.stream().filter(Closing::end).toList();
            TimeSource clock = TimeSource.precise();
            long deadline = clock.nanoTime() + LAST_MOMENT_NANOS;
            done.forEach(closing -> closing.awaitThreads(deadline - clock.nanoTime()));
            return done.size() == closings.size();
        }

        private static void await(List<Closing> closings, Duration patience) {
            CompletableFuture<?>[] all =
                    closings.stream().map(closing -> closing.last).toArray(CompletableFuture<?>[]::new);
            try {
                CompletableFuture.allOf(all).get(Nanos.of(patience), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException late) {
                // each tells for itself
            }
        }

        private boolean end() {
            if (!last.cancel(false)) {
                threads.shutdown();
                last.join().release();
                return true;
            }
            log.warn(
                    "{} was closed with {} calls running and {} waiting",
                    ThreadPoolBulkhead.this,
                    permits.taken(),
                    permits.waiters());
            permits.dismiss(ThreadPoolBulkhead.this::refuseAsClosed);
            threads.shutdownNow().forEach(PooledCall::refuse);
            return false;
        }

        /**
         * A thread gives its call's permit back just before it completes that: who has closed finds it completed, if it is
         * one of these threads. A stage that others complete may be a moment later.
         */
        private void awaitThreads(long nanos) {
            try {
                if (!threads.awaitTermination(nanos, TimeUnit.NANOSECONDS)) {
                    log.debug("{} was closed while threads run what callers have attached", ThreadPoolBulkhead.this);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
        return "ThreadPoolBulkhead '" + name + "'";
    }
}
