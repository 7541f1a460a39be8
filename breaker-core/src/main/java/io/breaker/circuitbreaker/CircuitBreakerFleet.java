package io.breaker.circuitbreaker;

import io.breaker.Complaint;
import io.breaker.Nanos;
import io.breaker.OneLine;
import io.breaker.Subscription;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.FleetView;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes breakers of the same name in many instances of a service one breaker: they open together when the fleet fails, send
 * one probe at a time between them, and close together. Each goes on deciding by its own calls, too: the fleet only adds
 * reasons to refuse calls. Where the store does not answer, each decides alone until it does again.
 *
 * <p>A call never waits for the store. One daemon thread reports for all breakers and fetches leave for probes ahead of the
 * calls that use it. Thread-safe.
 */
public final class CircuitBreakerFleet implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CircuitBreakerFleet.class);

    final FleetStore store;
    final FleetConfig config;
    final InstantSource clock;
    /** What scatters the instances' questions, for the fleet's thread. */
    final RandomGenerator random;

    final Rounds rounds;

    private final ConcurrentMap<String, FleetMember> members = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Complaint complaint = new Complaint();
    private final Subscription hints;
    private final @Nullable Thread thread;
    private volatile boolean ended;
    /** How many breakers decide alone, for the fleet's thread. */
    private int detached;

    CircuitBreakerFleet(
            FleetStore store, FleetConfig config, InstantSource clock, RandomGenerator random, boolean threaded) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.rounds = new Rounds(Nanos.of(config.syncInterval()), random);
        this.hints = store.subscribe(this::hint);
        this.thread = threaded ? new Thread(null, this::run, "breaker-fleet", 0, false) : null;
        if (thread != null) {
            thread.setDaemon(true);
            thread.setContextClassLoader(CircuitBreakerFleet.class.getClassLoader());
            thread.start();
        }
    }

    /**
     * Makes a fleet's end in this process, and starts its thread.
     *
     * @param store where the instances meet; closing it is left to who made it
     * @param config how this instance takes part
     * @return a fleet without breakers
     */
    public static CircuitBreakerFleet of(FleetStore store, FleetConfig config) {
        return new CircuitBreakerFleet(store, config, Clock.systemUTC(), new SplittableRandom(), true);
    }

    /**
     * Makes a breaker one with those of its name in other instances. What a fleet knows of it is adopted as soon as the
     * store has answered. Does nothing if it has joined already.
     *
     * @param breaker the breaker; its configuration should say {@code fleetEnabled}, or the fleet gets no numbers from it
     * @return completes when the store has answered for the first time, or is given up; never fails
     * @throws IllegalArgumentException if another breaker of that name has joined
     */
    public CompletableFuture<Void> join(CircuitBreaker breaker) {
        if (closed.get()) {
            return CompletableFuture.completedFuture(null);
        }
        FleetMember member = members.computeIfAbsent(breaker.name(), name -> new FleetMember(this, breaker.machine()));
        if (member.machine != breaker.machine()) {
            throw new IllegalArgumentException("Another circuit breaker '" + breaker.name() + "' has joined the fleet");
        }
        wake();
        return member.firstAnswer.copy();
    }

    /**
     * Lets a breaker decide alone from now on. Does nothing if it has not joined.
     *
     * @param breaker the breaker
     * @return completes when the store has been told, or could not be; never fails
     */
    public CompletableFuture<Void> leave(CircuitBreaker breaker) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        FleetMember member = members.get(breaker.name());
        if (member != null && member.machine == breaker.machine() && members.remove(breaker.name(), member)) {
            post(() -> member.leave().whenComplete((nothing, thrown) -> told.complete(null)));
        } else {
            told.complete(null);
        }
        return told;
    }

    /**
     * What this instance knows of a fleet's breaker.
     *
     * @param breaker the breaker's name
     * @return what it knows now, or empty if no breaker of that name has joined
     */
    public Optional<FleetSnapshot> snapshot(String breaker) {
        return Optional.ofNullable(members.get(breaker)).map(FleetMember::snapshot);
    }

    /**
     * Makes the whole fleet refuse all calls of a breaker, or let all through, also in instances that start later.
     *
     * @param breaker the breaker's name
     * @param mode what to do
     * @param reason why; at most 500 characters, the rest is cut off
     * @param by who says so; at most 100 characters
     * @param duration for how long; from 1 s to 366 days
     * @return the fleet's state after it; fails if the store does not answer
     * @throws IllegalArgumentException if no breaker of that name has joined, or the duration is outside its range
     */
    public CompletableFuture<FleetView> overrule(
            String breaker, FleetOverride.Mode mode, String reason, String by, Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("duration is " + duration + ": must be from 1 s to 366 days");
        }
        return command(breaker, new FleetAction.Overrule(mode, OneLine.of(reason, 500), OneLine.of(by, 100), duration));
    }

    /**
     * Lets the fleet decide for itself again. Does nothing if it does.
     *
     * @param breaker the breaker's name
     * @return the fleet's state after it; fails if the store does not answer
     * @throws IllegalArgumentException if no breaker of that name has joined
     */
    public CompletableFuture<FleetView> release(String breaker) {
        return command(breaker, FleetAction.RELEASE);
    }

    /**
     * Closes a breaker for the whole fleet, and lets the fleet decide for itself again.
     *
     * @param breaker the breaker's name
     * @return the fleet's state after it; fails if the store does not answer
     * @throws IllegalArgumentException if no breaker of that name has joined
     */
    public CompletableFuture<FleetView> closeForAll(String breaker) {
        return command(breaker, FleetAction.CLOSE);
    }

    private CompletableFuture<FleetView> command(String breaker, FleetAction action) {
        FleetMember member = members.get(breaker);
        if (member == null) {
            throw new IllegalArgumentException("No circuit breaker '" + breaker + "' has joined the fleet");
        }
        CompletableFuture<FleetView> answer = new CompletableFuture<>();
        post(() -> member.command(action, answer));
        return answer;
    }

    /** Stops taking part: tells the store so, as far as it answers at once, and lets all breakers decide alone. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            hints.close();
            wake();
        }
    }

    private void hint(String breaker) {
        FleetMember member = members.get(breaker);
        if (member != null) {
            member.hinted = true;
            wake();
        }
    }

    /** Has something done by the fleet's thread; when that has ended, by this one. */
    void post(Runnable task) {
        inbox.add(task);
        if (ended) {
            drain();
        } else {
            wake();
        }
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed.get()) {
            LockSupport.parkNanos(this, tick());
            if (Thread.interrupted()) { // by mistake: it would never wait again
                log.debug("The fleet's thread goes on after an interruption");
            }
        }
        members.values().forEach(member -> safely(member::leave));
        members.clear();
        ended = true;
        drain();
    }

    /** Does all that is due. */
    long tick() {
        drain();
        long pause = Long.MAX_VALUE;
        for (FleetMember member : members.values()) {
            long[] quiet = {FleetMember.PAUSE_NANOS};
            safely(() -> quiet[0] = member.tick());
            pause = Math.min(pause, quiet[0]);
        }
        return pause;
    }

    private void drain() {
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            safely(task);
        }
    }

    private void safely(Runnable task) { // the thread must live on
        try {
            task.run();
        } catch (Throwable thrown) {
            complaint.warn(log, thrown, "The fleet's thread goes on after an error; further ones are not logged");
        }
    }

    void noteDetached(String breaker, String why) {
        if (detached++ == 0) {
            log.warn(
                    "The fleet's store does not answer ({}): circuit breaker '{}' decides alone, and so do others that "
                            + "notice, until it does again",
                    why,
                    breaker);
        }
    }

    void noteAttached() {
        if (--detached == 0) {
            log.info("The fleet's store answers again: all circuit breakers take part");
        }
    }

    void noteLeft() {
        detached--;
    }

    /** {@return the breakers' names, for the log and endpoints} */
    public List<String> breakers() {
        return members.keySet().stream().sorted().toList();
    }
}
