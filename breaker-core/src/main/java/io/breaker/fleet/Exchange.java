package io.breaker.fleet;

import java.time.Duration;

/**
 * One report, carried out on one record: time does its work, then the report is stored, then the action, then all reports
 * are looked at. Each part is one paragraph of the rules, in their order.
 */
final class Exchange {

    private static final long LEAST_KEPT_MILLIS = Duration.ofHours(1).toMillis();
    private static final long LONGEST_COUNTED_WAIT_MILLIS = Duration.ofDays(1).toMillis();
    private static final int KEPT_WAITS = 20;
    private static final long EVALUATION_MILLIS = 1_000;
    private static final long LEAST_HASTY_MILLIS = 50;
    private static final long HASTY_MILLIS_EACH = 2;

    private final FleetReport report;
    private final FleetRules rules;
    private final FleetState known;
    private final long now;
    private final FleetRecord record;
    private final long epochBefore;

    /**
     * @param report what an instance says
     * @param record what is known of its breaker
     * @param now the time of the store's clock, in milliseconds
     */
    Exchange(FleetReport report, FleetRecord record, long now) {
        this.report = report;
        this.rules = report.rules();
        this.known = report.known();
        this.now = now;
        this.record = record;
        this.epochBefore = record.epoch;
    }

    /** Carries it out. */
    void run() {
        forgiveTheClock();
        record.hear(now, Math.max(1, rules.aliveMillis() / 2));
        learnWhatWasLost();
        endOverride();
        endHalfOpen();
        endOrRenewLease();
        record.instances.put(report.instance(), InstanceReport.of(report, now));
        act();
        if (isEvaluationDue()) {
            evaluate();
        }
        record.expires = now + keptMillis();
    }

    FleetView view() {
        return record.view(now);
    }

    boolean hasChanged() {
        return record.epoch != epochBefore;
    }

    /** A server's clock can be set back, and another server's can be behind. No wait gets longer by that. */
    private void forgiveTheClock() {
        if (record.phase == FleetPhase.OPEN && record.openUntil - now > record.openWait) {
            record.openUntil = now + record.openWait;
        }
        record.began = Math.min(record.began, now);
        record.leaseUntil = Math.min(record.leaseUntil, leaseEnd());
        record.listeningSince = Math.min(record.listeningSince, now);
        if (record.evaluated > now) {
            record.evaluated = 0;
        }
    }

    /** Who knows of a later state than the store proves that the store has lost its data. */
    private void learnWhatWasLost() {
        if (known.epoch() <= record.epoch) {
            return;
        }
        record.epoch = known.epoch();
        record.openings = known.openings();
        record.cause = known.cause();
        record.began = now - Millis.of(known.age());
        record.override = known.override();
        record.overrideUntil =
                known.override() == null ? 0 : now + Millis.of(known.override().remaining());
        record.forgetProbes();
        // Who holds a lease is lost too: probes begin anew, at once.
        record.phase = known.phase() == FleetPhase.CLOSED ? FleetPhase.CLOSED : FleetPhase.OPEN;
        record.openWait = known.phase() == FleetPhase.OPEN
                ? Math.min(Millis.of(known.remaining()), OpenWait.longestMillis(rules))
                : 0;
        record.openUntil = now + record.openWait;
    }

    private void endOverride() {
        if (record.override != null && now >= record.overrideUntil) {
            record.endOverride(now);
        }
    }

    private void endHalfOpen() {
        long longest = rules.longestHalfOpenMillis();
        boolean over = record.phase == FleetPhase.HALF_OPEN && longest > 0 && now - record.began >= longest;
        if (!over || record.override != null) {
            return;
        }
        if (rules.closesAfterHalfOpen()) {
            record.close(FleetCause.HALF_OPEN_TIMEOUT, now);
        } else {
            record.openAgain(FleetCause.HALF_OPEN_TIMEOUT, rules, now);
        }
    }

    private void endOrRenewLease() {
        if (record.holder != null && now >= record.leaseUntil) {
            record.dropLease();
        } else if (knowsTheState() && record.isLease(report.instance(), report.lease())) {
            record.leaseUntil = leaseEnd();
        }
    }

    private void act() {
        FleetAction action = report.action();
        if (action instanceof FleetAction.Acquire) {
            acquire();
        } else if (action instanceof FleetAction.Complete ended) {
            complete(ended);
        } else if (action instanceof FleetAction.Overrule wish) {
            FleetOverride next = new FleetOverride(wish.mode(), wish.reason(), wish.by(), wish.duration());
            record.overrule(next, now + Millis.of(wish.duration()));
        } else if (action instanceof FleetAction.Release && record.override != null) {
            record.endOverride(now);
        } else if (action instanceof FleetAction.Close) {
            close();
        }
    }

    private void acquire() {
        if (record.override != null) {
            return;
        }
        if (record.phase == FleetPhase.OPEN && now >= record.openUntil) {
            record.halfOpen(now);
        }
        if (record.phase == FleetPhase.HALF_OPEN) {
            record.grantLease(report.instance(), leaseEnd());
        }
    }

    private void complete(FleetAction.Complete ended) {
        boolean counts = knowsTheState() && record.isLease(report.instance(), ended.lease());
        if (!counts || record.override != null) {
            return;
        }
        record.holder = null;
        record.probes = record.probes.plus(ended.outcome());
        FleetTally probes = record.probes;
        if (Evaluation.reached(probes.failed(), rules.probes(), rules.failureRate())
                || Evaluation.reached(probes.slow(), rules.probes(), rules.slowCallRate())) {
            record.openAgain(FleetCause.PROBES_FAILED, rules, now);
        } else if (probes.calls() >= rules.probes()) {
            record.close(FleetCause.PROBES_SUCCEEDED, now);
        }
    }

    private void close() {
        if (record.phase == FleetPhase.CLOSED && record.override == null) {
            return;
        }
        record.override = null;
        record.openings = 0;
        record.close(FleetCause.MANUAL, now);
    }

    /** Often enough to know who is alive, and at once if something is wrong, but not for each of many who say so. */
    private boolean isEvaluationDue() {
        long since = now - record.evaluated;
        return since >= (report.isSuspicious() ? hastyMillis() : EVALUATION_MILLIS);
    }

    /** The longer, the more there are: to look at one takes a server some microseconds. */
    private long hastyMillis() {
        return Math.max(LEAST_HASTY_MILLIS, Math.min(EVALUATION_MILLIS, HASTY_MILLIS_EACH * record.alive));
    }

    private void evaluate() {
        Evaluation evaluation = Evaluation.of(record, rules, now);
        record.evaluated = now;
        record.alive = evaluation.alive();
        record.mixedRules = evaluation.mixedRules();
        if (record.phase != FleetPhase.CLOSED) {
            return; // The numbers that opened it stay to be seen.
        }
        record.window = evaluation.window();
        record.fast = evaluation.fast();
        FleetCause cause = record.override == null ? evaluation.reasonToOpen() : null;
        if (cause != null) {
            boolean inARow = record.openings > 0 && now - record.began < rules.rampMillis();
            record.open(cause, inARow ? record.openings + 1 : 1, rules, now);
        }
    }

    /** Longer than anything that it must not forget. */
    private long keptMillis() {
        long wait = Math.max(record.openWait, Millis.bounded(rules.longestWaitMillis()));
        long kept = Math.max(LEAST_KEPT_MILLIS, KEPT_WAITS * Math.min(LONGEST_COUNTED_WAIT_MILLIS, wait));
        return record.override == null ? kept : Math.max(kept, record.overrideUntil - now + LEAST_KEPT_MILLIS);
    }

    private boolean knowsTheState() {
        return known.epoch() == record.epoch;
    }

    private long leaseEnd() {
        return now + Millis.bounded(rules.leaseMillis());
    }
}
