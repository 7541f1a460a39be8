package io.breaker.bulkhead;

import io.breaker.Permit;
import io.breaker.Workers;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a bulkhead, and those who wait for one, first come, first served. Taking a permit and giving it back while
 * nobody waits is lock-free.
 *
 * <p>No wake-up is lost: who begins to wait stands in the queue before it looks for a permit once more, and who gives one
 * back does so before it looks at the queue. Whichever looks last sees the other.
 *
 * <p>Whoever gives a permit back hands it on itself, and the next one's code may give it back at once, on the same thread
 * and on top of it: a long queue would be a deep stack. So a thread does that within itself a few times only; further in,
 * another thread does it in its place, or its own rounds further out, which look again when the code that they run has
 * ended.
 */
final class PermitQueue {

    /** Not 1: code that gives its permit back and then waits for another on the same thread finds it granted. */
    private static final int DEEPEST = 16;

    private final PermitCount permits;
    private final AtomicInteger waiters = new AtomicInteger();
    private final Queue<CompletableFuture<Permit>> waiting;
    /** How many rounds of {@link #grant} a thread is in; nothing if in none. No thread-local: virtual threads shall have none. */
    private final Map<Thread, Integer> depths = new ConcurrentHashMap<>();

    PermitQueue(int limit) {
        this(new PermitCount(limit), new ConcurrentLinkedQueue<>());
    }

    PermitQueue(PermitCount permits, Queue<CompletableFuture<Permit>> waiting) {
        this.permits = permits;
        this.waiting = waiting;
    }

    /**
     * Changes how many permits there are. If more are taken than that, no call is let in until enough have ended; if there
     * are more now, {@link #grant} is to follow.
     */
    void limit(int changed) {
        permits.limit(changed);
    }

    /** Takes a permit if one is free; {@link #giveBack} is the other half. */
    boolean take() {
        return permits.take();
    }

    void giveBack() {
        permits.giveBack();
        if (isAwaited()) {
            grant();
        }
    }

    /** {@return how many permits are taken} */
    int taken() {
        return permits.taken();
    }

    /** {@return whether somebody waits} */
    boolean isAwaited() {
        return waiters.get() != 0;
    }

    /** {@return how many wait} */
    int waiters() {
        return waiters.get();
    }

    /**
     * Begins to wait. To cancel what is returned, or to complete it with an exception, is to give up.
     *
     * @param most how many may wait at once
     * @return completes with a permit, on the thread that gives it back; or {@code null} if too many wait
     */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is what is meant
    @Nullable CompletableFuture<Permit> await(int most) {
        CompletableFuture<Permit> place = new CompletableFuture<>();
        place.whenComplete((permit, gaveUp) -> {
            if (permit == null && waiting.remove(place)) { // else whoever took it out has counted it
                waiters.getAndDecrement();
            }
        });
        if (!comeIn(most)) {
            return null;
        }
        try {
            waiting.add(place);
        } catch (Throwable noMemory) {
            waiters.getAndDecrement();
            throw noMemory;
        }
        grant();
        return place;
    }

    private boolean comeIn(int most) {
        int now = waiters.get();
        while (now < most) {
            int seen = waiters.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Gives free permits to those who wait; their code runs meanwhile, so this is for no lock. */
    void grant() {
        if (waiting.isEmpty()) {
            return;
        }
        Thread here = Thread.currentThread();
        Integer around = depths.get(here);
        int rounds = around == null ? 0 : around;
        if (rounds == DEEPEST) {
            grantElsewhere();
            return;
        }
        depths.put(here, rounds + 1);
        try {
            grantAll();
        } finally {
            if (around == null) {
                depths.remove(here);
            } else {
                depths.put(here, around);
            }
        }
    }

    private void grantElsewhere() {
        try {
            Workers.shared().execute(this::grant);
        } catch (Throwable noThread) { // the rounds further out look again
        }
    }

    private void grantAll() {
        while (!waiting.isEmpty()) {
            Permit permit = held(); // before it is taken: memory may run out
            if (!take()) {
                return;
            }
            CompletableFuture<Permit> first = next();
            if (first == null || !first.complete(permit)) {
                permits.giveBack(); // nobody took it; the next round looks whether somebody came meanwhile
            }
        }
    }

    private @Nullable CompletableFuture<Permit> next() {
        CompletableFuture<Permit> first = waiting.poll();
        if (first != null) {
            waiters.getAndDecrement();
        }
        return first;
    }

    /** Sends all away who wait. */
    void dismiss(Supplier<? extends Throwable> reason) {
        for (CompletableFuture<Permit> first = next(); first != null; first = next()) {
            if (!first.isDone()) {
                first.completeExceptionally(reason.get());
            }
        }
    }

    /**
     * Waits behind all who wait now, and then for all others to end: the limit becomes 1 for that. To cancel what is
     * returned is to give up.
     *
     * @return completes with the only permit that is taken then
     */
    CompletableFuture<Permit> awaitTheLast() {
        CompletableFuture<Permit> alone = new CompletableFuture<>();
        behindAll(alone, permit -> {
            limit(1);
            permit.release();
            awaitAlone(alone);
        });
        return alone;
    }

    /** A permit that somebody took before the limit became 1 may come here, while others are out. */
    private void awaitAlone(CompletableFuture<Permit> alone) {
        behindAll(alone, permit -> {
            if (!permits.isOneTaken()) {
                permit.release();
                awaitAlone(alone);
            } else if (!alone.complete(permit)) {
                permit.release();
            }
        });
    }

    private void behindAll(CompletableFuture<Permit> wanted, Consumer<Permit> next) {
        CompletableFuture<Permit> place = Objects.requireNonNull(await(Integer.MAX_VALUE));
        place.thenAccept(next);
        wanted.whenComplete((permit, gaveUp) -> place.cancel(false));
    }

    /** {@return leave for one call, for a permit that has been taken} */
    Permit held() {
        return new Held();
    }

    private final class Held implements Permit {

        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void result(@Nullable Object result) {
            release();
        }

        @Override
        public void failure(Throwable thrown) {
            release();
        }

        @Override
        public void release() {
            if (ended.compareAndSet(false, true)) {
                giveBack();
            }
        }
    }
}
