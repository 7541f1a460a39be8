package io.breaker.benchmarks.fleet;

import io.breaker.benchmarks.fleet.Guard.Ticket;
import io.breaker.benchmarks.fleet.History.Call;
import io.breaker.benchmarks.fleet.History.Change;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Plays the instances of one service from the beginning to the end. */
final class Run {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Cell cell;
    private final Timeline timeline;
    private final Machine machine;
    private final Executor callers;
    private final List<Guard> guards;
    private final State[] seen;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    /** While all connect at once. */
    private volatile long failedBefore;

    Run(Cell cell, long begin, Machine machine, List<Guard> guards) {
        this.cell = cell;
        this.timeline = cell.trouble().timeline(begin);
        this.machine = machine;
        this.callers = machine.callers(cell.kind());
        this.guards = guards;
        this.seen = new State[guards.size()];
        Arrays.fill(seen, State.CLOSED);
    }

    /** Poisson arrivals, the same ones for the same seed. */
    void start(long seed) {
        SplittableRandom root = new SplittableRandom(cell.seed(seed));
        for (int i = 0; i < guards.size(); i++) {
            next(i, timeline.begin(), root.split());
        }
        machine.at(timeline.begin(), () -> {
            failedBefore = failedExchanges();
            look(timeline.begin());
        });
    }

    private void next(int instance, long before, SplittableRandom random) {
        double seconds = -Math.log(1 - random.nextDouble()) / cell.rate();
        double draw = random.nextDouble();
        long time = before + (long) (seconds * 1e9);
        if (time - timeline.end() < 0) {
            machine.at(time, () -> {
                next(instance, time, random);
                callers.execute(() -> call(instance, time, draw));
            });
        }
    }

    private void call(int instance, long planned, double draw) {
        Guard guard = guards.get(instance);
        long began = System.nanoTime();
        Ticket ticket = guard.begin();
        long waited = System.nanoTime() - began;
        boolean fails = cell.trouble().fails(instance, timeline.isBroken(began), draw);
        long late = began - planned;
        if (ticket == null) {
            calls.add(new Call(instance, began, began, false, false, false, late, waited));
            return;
        }
        long ends = began + (fails ? Timeline.FAILING_NANOS : Timeline.SUCCEEDING_NANOS);
        calls.add(new Call(instance, began, ends, true, fails, ticket.isProbe(), late, waited));
        machine.at(ends, () -> callers.execute(() -> ticket.settle(fails)));
    }

    private void look(long time) {
        long now = System.nanoTime();
        for (int i = 0; i < seen.length; i++) {
            State state = guards.get(i).state();
            if (state != seen[i]) {
                seen[i] = state;
                changes.add(new Change(i, now, state));
            }
        }
        if (time - timeline.end() < 0) {
            machine.at(time + LOOK_NANOS, () -> look(time + LOOK_NANOS));
        }
    }

    /** What happened, once it is over. */
    History end() {
        List<Call> all = new ArrayList<>(calls);
        all.sort(Comparator.comparingLong(Call::began));
        return new History(guards.size(), timeline, all, List.copyOf(changes), failedExchanges() - failedBefore);
    }

    private long failedExchanges() {
        return new LinkedHashSet<>(guards)
                .stream().mapToLong(Guard::failedExchanges).sum();
    }

    void close() {
        new LinkedHashSet<>(guards).forEach(Guard::close);
    }
}
