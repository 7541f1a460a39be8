package io.breaker.circuitbreaker;

import io.breaker.Nanos;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One breaker in a fleet, seen by the fleet's thread, which alone calls it. It asks the store one question at a time, makes
 * the breaker do what newer answers say, and carries leases and their outcomes between calls and store.
 */
final class FleetMember {

    /** How long the fleet's thread waits after an error of its own. */
    static final long PAUSE_NANOS = 100_000_000L;

    private static final int MOST_DOUBLINGS = 5;
    private static final String LEFT = "this instance has left the fleet";

    final StateMachine machine;
    final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
    /** Set by any thread: the store may know something new. */
    volatile boolean hinted;

    private final CircuitBreakerFleet fleet;
    private final FleetGate gate;
    private final FleetAttachment attachment;
    private final FleetReporter reporter;
    private final FleetOrders orders;
    private final Deque<Command> commands = new ArrayDeque<>();
    private FleetKnowledge known;
    private @Nullable Exchange exchange;
    private boolean left;
    /** Whether the store was lost since it last said something new: until then nobody knew what happens here. */
    private boolean lostSinceNews;

    private long dueNanos;
    private long sentNanos;
    private long probePauseNanos;
    private FleetTally sent = FleetTally.NONE;
    private long leases;
    /** How many leases in a row no call has used. */
    private int unused;

    private boolean sentOpen;
    /** As of the last question, and of the one before: what was refused since is recent. */
    private long refusals;

    private long refusalsBefore;
    private volatile Published published;

    /** What somebody wants of the whole fleet. */
    private record Command(FleetAction action, CompletableFuture<FleetView> answer) {}

    /** A question that waits for its answer: it is told apart from others as an object. */
    private static final class Exchange {

        private final CompletableFuture<FleetView> answer;
        private final long sentNanos;
        private final @Nullable Command command;

        Exchange(CompletableFuture<FleetView> answer, long sentNanos, @Nullable Command command) {
            this.answer = answer;
            this.sentNanos = sentNanos;
            this.command = command;
        }
    }

    private record Published(FleetKnowledge known, FleetAttachment.Status status, long leases) {}

    FleetMember(CircuitBreakerFleet fleet, StateMachine machine) {
        this.fleet = fleet;
        this.machine = machine;
        long now = now();
        this.gate = new FleetGate(
                fleet::wake,
                Nanos.of(fleet.config
                        .detachAfter()
                        .plus(fleet.config.syncInterval().multipliedBy(2))));
        this.attachment = new FleetAttachment(fleet.config, fleet.random, now, fleet.clock.instant());
        this.reporter = new FleetReporter(machine.name, fleet.config, fleet.random);
        this.orders = new FleetOrders(gate, fleet.config);
        this.known = FleetKnowledge.none(now);
        this.dueNanos = now - mostNanos(); // at once
        this.published = new Published(known, attachment.status(now), 0);
    }

    /** On the breaker's clock, as what follows from it is told to the breaker. */
    private long now() {
        return machine.time.nanoTime();
    }

    /** Does what is due and returns how long nothing will be, unless somebody wakes the thread. */
    long tick() {
        long now = now();
        Exchange waiting = exchange;
        if (waiting != null && now - waiting.sentNanos >= timeoutNanos()) {
            waiting.answer.cancel(true);
            failed(waiting, "no answer within " + Nanos.text(timeoutNanos()), now);
        }
        noticeThatItClosedAlone(now);
        noticeTheEndOfAnOverride(now);
        Lease lease = lease();
        if (lease != null) {
            lease.endUnused(now);
            countIfItHangs(lease, now);
        }
        if (exchange == null && isDue(now)) {
            ask(now);
        }
        Exchange asked = exchange;
        long next = asked != null ? asked.sentNanos + timeoutNanos() - now : dueNanos - now;
        return next > 0 ? Math.min(tenthNanos(), next) : tenthNanos();
    }

    /** The first answer may take longer: there is no connection yet. */
    private long timeoutNanos() {
        long usual = Nanos.of(fleet.config.commandTimeout());
        return firstAnswer.isDone() ? usual : Math.max(usual, Nanos.of(fleet.config.detachAfter()));
    }

    /** Out of touch with the others it probes by itself; if calls have come back for long enough, it says so to all. */
    private void noticeThatItClosedAlone(long now) {
        Generation current = machine.inForce();
        if (lostSinceNews
                && known.phase() != FleetPhase.CLOSED
                && closedItself(current)
                && now - current.stay.sinceNanos
                        >= Math.max(current.config.rampNanos, current.config.openWait.initialNanos())) {
            known = known.closedAlone(now);
            publish(now);
        }
    }

    /** Whether its own probes have closed it. */
    private static boolean closedItself(Generation current) {
        return current.state() == State.CLOSED && current.stay.order() == null && current.stay.recovers();
    }

    /** What somebody decided ends in time also if the store cannot say so. */
    private void noticeTheEndOfAnOverride(long now) {
        FleetOverride override = known.at(now).override();
        if (override != null && override.remaining().isZero() && !gate.isAttached(now)) {
            known = known.released(now);
            obey(true, false, now);
            publish(now);
        }
    }

    /** Until when a call may take a lease that is granted now. Where calls come seldom, longer each time that none did. */
    private long offeredNanos() {
        long half = Nanos.of(fleet.config.leaseDuration()) / 2;
        return sentNanos + (half << Math.min(unused, MOST_DOUBLINGS));
    }

    private @Nullable Lease lease() {
        return machine.inForce() instanceof LeasedHalfOpen leased ? leased.lease : null;
    }

    private static boolean hasEnded(@Nullable Lease lease) {
        return lease != null && lease.outcome() != null;
    }

    /** That it is slow is certain by then, whether running calls are counted or not. */
    private void countIfItHangs(Lease lease, long now) {
        Generation current = machine.inForce();
        if (lease.isTaken() && lease.outcome() == null && current.inFlight.overdue(now) > 0) {
            lease.end(new FleetTally(1, 0, 1));
        }
    }

    private boolean isDue(long now) {
        long late = now - dueNanos;
        if (late >= 0 && (attachment.isFailing() || late >= delayNanos(now))) {
            return true;
        }
        if (attachment.isFailing()) {
            return false;
        }
        return hinted
                || !commands.isEmpty()
                || hasEnded(lease())
                || (FleetReporter.openedItself(machine.inForce()) && !sentOpen)
                || (now - sentNanos >= probePauseNanos && wantsProbe(now))
                || (now - sentNanos >= tenthNanos() && FleetReporter.isSuspicious(machine.inForce(), sent, now));
    }

    private long tenthNanos() {
        return Nanos.of(fleet.config.syncInterval()) / 10;
    }

    /** Whether a call waits for leave to probe: it was refused half-open, or while the fleet was open, until just now. */
    private boolean wantsProbe(long now) {
        boolean tooEarly = known.phase() == FleetPhase.OPEN && now - known.untilNanos() < 0;
        if (known.mode() != null || known.phase() == FleetPhase.CLOSED || tooEarly) {
            return false;
        }
        Generation current = machine.inForce();
        if (current instanceof LeasedHalfOpen leased) {
            return leased.lease == null && gate.isProbeWanted();
        }
        return current instanceof Refusing open
                && open.state() == State.OPEN
                && open.stay.gate == gate
                && open.isDue(now)
                && machine.refusals() > refusalsBefore;
    }

    private void ask(long now) {
        Generation current = machine.inForce();
        Lease lease = lease();
        Lease ended = hasEnded(lease) ? lease : null;
        commands.removeIf(given -> given.answer.isDone()); // nobody waits for it any more
        Command command = ended == null ? commands.poll() : null;
        FleetAction action = action(now, ended, command);
        hinted = false;
        FleetReport report = reporter.report(current, known.at(now), action, now);
        sent = report.fast();
        sentNanos = now;
        sentOpen = report.open();
        refusalsBefore = refusals;
        refusals = machine.refusals();
        probePauseNanos = tenthNanos() / 2;
        attachment.asked(now);
        CompletableFuture<FleetView> answer;
        try {
            answer = fleet.store.exchange(report);
        } catch (Throwable thrown) {
            answer = CompletableFuture.failedFuture(thrown);
        }
        Exchange asked = new Exchange(answer, now, command);
        exchange = asked;
        answer.whenComplete((view, thrown) -> fleet.post(() -> heard(asked, view, thrown)));
    }

    private FleetAction action(long now, @Nullable Lease ended, @Nullable Command command) {
        FleetTally outcome = ended == null ? null : ended.outcome();
        if (ended != null && outcome != null) {
            unused = outcome.calls() == 0 ? unused + 1 : 0;
            return new FleetAction.Complete(ended.number, outcome);
        }
        if (command != null) {
            return command.action;
        }
        if (wantsProbe(now)) {
            gate.askedForProbe();
            return FleetAction.ACQUIRE;
        }
        return FleetAction.NONE;
    }

    private void heard(Exchange asked, @Nullable FleetView view, @Nullable Throwable thrown) {
        if (exchange != asked) {
            return; // it came too late
        }
        long now = now();
        if (view == null) {
            failed(asked, reason(Objects.requireNonNull(thrown)), now);
            return;
        }
        exchange = null;
        boolean wasLost = attachment.isLost();
        attachment.answered(now - asked.sentNanos, now, fleet.clock.instant());
        if (wasLost) {
            fleet.noteAttached();
        }
        FleetKnowledge before = known;
        known = before.with(view, now);
        boolean news = known.saysOtherThan(before);
        lostSinceNews &= !news;
        boolean wasAttached = gate.isAttached(now);
        gate.heard(now, view.instances(), Tally.of(view.probes().outcomes()));
        obey(news, !wasAttached, now);
        boolean lostSomething = view.state().epoch() < known.epoch();
        dueNanos = now + (lostSomething ? tenthNanos() : fleet.rounds.waitNanos(now));
        if (view.probes().holder() != null) { // it will take a while
            long share = Math.max(1, view.instances() / 10); // all together ask about as often, however many they are
            probePauseNanos = share * fleet.random.nextLong(tenthNanos() / 2, 2 * tenthNanos());
        }
        publish(now);
        firstAnswer.complete(null);
        if (asked.command != null) {
            asked.command.answer.complete(known.viewAt(now));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        String message = String.valueOf(cause.getMessage());
        return cause.getClass().getSimpleName() + ": "
                + (message.length() <= 200 ? message : message.substring(0, 200));
    }

    private void failed(Exchange asked, String why, long now) {
        exchange = null;
        if (attachment.failed(why, now, fleet.clock.instant())) {
            lostSinceNews = true;
            gate.detach();
            machine.relieve(now);
            fleet.noteDetached(machine.name, why);
        }
        dueNanos = now + attachment.retryNanos(now);
        publish(now);
        if (asked.command != null) {
            // It may not have arrived, and twice does no harm for as long as somebody waits.
            commands.addFirst(asked.command);
        }
        if (attachment.isLost()) {
            firstAnswer.complete(null);
            commands.forEach(command -> fail(command, why));
            commands.clear();
        }
    }

    private static void fail(Command command, String why) {
        command.answer.completeExceptionally(new IllegalStateException("The fleet's store does not answer: " + why));
    }

    /** How much later than others it may report: there is little to tell, and nothing to hear that a hint would not tell. */
    private long delayNanos(long now) {
        boolean isClosed = known.phase() == FleetPhase.CLOSED && known.mode() == null;
        if (!isClosed || !(machine.inForce() instanceof Recording own) || own.state() != State.CLOSED) {
            return 0;
        }
        FleetTally fast = own.fastForFleet(now);
        FleetTally window = own.forFleet(now);
        if (sent.calls() == 0 && fast.calls() == 0 && window.calls() == 0) {
            return mostNanos();
        }
        boolean isWell = !FleetReporter.isHalfBad(own.config, fast) && !FleetReporter.isHalfBad(own.config, window);
        return isWell ? Nanos.of(fleet.config.syncInterval()) : 0;
    }

    /** How much later than others an idle member may report. */
    private long mostNanos() {
        return 4 * Nanos.of(fleet.config.syncInterval());
    }

    /** Makes the breaker do what is known. What somebody did by hand on this instance holds until the fleet's next change. */
    private void obey(boolean news, boolean back, long now) {
        Generation current;
        Decision order;
        do {
            current = machine.inForce();
            order = orders.order(known, current, news, back, offeredNanos(), now);
        } while (order != null && !machine.obey(current, order, now));
        if (order != null && order.next() == State.CLOSED) {
            gate.askedForProbe(); // whoever was refused then does not wait any more
            unused = 0;
        }
        if (order != null && order.order() != null && order.order().lease() != null) {
            leases++;
        }
    }

    void command(FleetAction action, CompletableFuture<FleetView> answer) {
        Command command = new Command(action, answer);
        if (left) {
            fail(command, LEFT);
        } else if (attachment.isLost()) {
            fail(command, String.valueOf(attachment.status(now()).failure()));
        } else {
            commands.add(command);
        }
    }

    /** Decides alone from now on. Completes when the store has been told. */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> told = tellThatItLeaves();
        if (known.mode() != null) { // or nobody would end what somebody decided
            known = known.released(now());
            obey(true, false, now());
        }
        gate.detach();
        machine.relieve(now());
        left = true;
        Exchange waiting = exchange;
        exchange = null;
        if (waiting != null) {
            waiting.answer.cancel(true);
            if (waiting.command != null) {
                fail(waiting.command, LEFT);
            }
        }
        firstAnswer.complete(null);
        commands.forEach(command -> fail(command, LEFT));
        if (attachment.isLost()) {
            fleet.noteLeft();
        }
        return told;
    }

    private CompletableFuture<Void> tellThatItLeaves() {
        try {
            return fleet.store.leave(machine.name, fleet.config.instanceId());
        } catch (RuntimeException unreachable) { // whoever does not report any more is forgotten soon
            return CompletableFuture.failedFuture(unreachable);
        }
    }

    private void publish(long now) {
        published = new Published(known, attachment.status(now), leases);
    }

    /** For any thread. */
    FleetSnapshot snapshot() {
        Published last = published;
        FleetAttachment.Status status = last.status;
        return new FleetSnapshot(
                fleet.config.instanceId(),
                status.attached(),
                status.since(),
                status.failure(),
                last.known.viewAt(now()),
                status.exchanges(),
                status.failedExchanges(),
                Duration.ofNanos(status.exchangeNanos()),
                last.leases,
                Duration.ofNanos(status.detachedNanos()));
    }
}
