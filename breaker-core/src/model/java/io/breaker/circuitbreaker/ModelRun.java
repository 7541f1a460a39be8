package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.Model.Running;
import io.breaker.circuitbreaker.Proof.Mismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One schedule, carried out by a breaker and by the {@link Model}, which must agree at each reading, on each admission and on
 * each transition.
 *
 * <p>Two things are left open by what {@link InFlight} and the states say of themselves, so the schedule steers clear of
 * them. First, a running call is found to be overdue up to a bucket late by whoever reads, and up to two by a call that
 * comes, for this looks once a bucket: time passes in one go over such moments. Second, a call that comes or goes need not
 * notice that successes have left a time window or that thresholds were changed, nor a success that goes that others are
 * overdue, nor an overdue call that is ignored in the end that it counts no more: somebody reads just before or after.
 */
final class ModelRun {

    private static final int MOST_RUNNING = 12;

    /** A call that runs: in the model, and in the breaker with a permit or inside {@code call}. */
    private record Held(
            Running model,
            @Nullable Permit permit,
            @Nullable HeldCall call) {}

    private final Lab lab;
    private final Model model;
    private final AtomicLong settled = new AtomicLong();
    private final List<String> transitions = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private Setup setup;
    private Duration longestSlow; // a call is overdue by the threshold of its start
    private int steps;

    /** Ends the run. */
    private static final class Differs extends RuntimeException {
        Differs(String text) {
            super(text, null, false, false);
        }
    }

    private ModelRun(Setup setup) {
        this.setup = setup;
        this.longestSlow = setup.slow();
        this.lab = new Lab(setup.config());
        this.model = new Model(setup, lab.time);
        lab.breaker.on(
                Transition.class, event -> transitions.add(event.from() + " to " + event.to() + ": " + event.cause()));
        lab.breaker.observe((outcome, nanos) -> settled.incrementAndGet());
    }

    static @Nullable Mismatch run(Setup setup, List<Step> steps) {
        ModelRun run = new ModelRun(setup);
        try {
            for (Step step : steps) {
                run.steps++;
                run.carryOut(step);
            }
            run.compare();
            run.leaveEveryState();
            return null;
        } catch (Differs differs) {
            return new Mismatch(run.steps, String.valueOf(differs.getMessage()));
        } finally {
            run.held.stream().map(Held::call).forEach(HeldCall::abandon);
        }
    }

    private void carryOut(Step step) {
        if (step instanceof Step.Begin begin) {
            if (held.size() < MOST_RUNNING) {
                begin(begin.onThread());
            }
        } else if (step instanceof Step.End end) {
            if (!held.isEmpty()) {
                end(held.remove(end.which() % held.size()), end);
            }
        } else if (step instanceof Step.Call call) {
            call(call);
        } else if (step instanceof Step.Pass pass) {
            lab.advance(pass.time());
            passDoubtfulMoments();
        } else if (step instanceof Step.Look) {
            compare();
        } else if (step instanceof Step.Move move) {
            lab.moveTo(move.to());
            model.moveTo(move.to());
        } else if (step instanceof Step.Reset) {
            lab.breaker.reset();
            model.reset();
        } else if (step instanceof Step.Reconfigure reconfigure) {
            setup = reconfigure.to();
            longestSlow = setup.slow().compareTo(longestSlow) > 0 ? setup.slow() : longestSlow;
            lab.breaker.reconfigure(setup.config());
            model.reconfigure(setup);
            compare();
        }
    }

    private void begin(boolean onThread) {
        lookIfInDoubt();
        Permit permit = null;
        HeldCall call = null;
        String refusal = null;
        try {
            if (onThread) {
                call = HeldCall.begin(lab.breaker);
            } else {
                permit = lab.breaker.acquire();
            }
        } catch (CallNotPermittedException refused) {
            refusal = refused.state().toString();
        }
        Running running = model.begin();
        agree("refused by", running == null ? model.state().toString() : null, refusal);
        if (running != null) {
            held.add(new Held(running, permit, call));
        }
    }

    private void end(Held ended, Step.End end) {
        if (ended.call != null) {
            ended.call.end(end.how());
        } else if (ended.permit != null) {
            end.how().tell(ended.permit);
            if (end.again()) {
                ended.permit.success();
                ended.permit.failure(new Ending.Recorded());
                ended.permit.release();
            }
        }
        finished(ended.model, end.how());
    }

    private void finished(Running running, Ending how) {
        int before = model.transitions.size();
        model.end(running, how.outcome);
        if (model.transitions.size() > before || model.due() != null) {
            compare();
        }
    }

    private void call(Step.Call step) {
        lookIfInDoubt();
        Running running = model.begin();
        String refusal = null;
        Object result = null;
        Throwable thrown = null;
        try {
            result = lab.breaker.call(() -> {
                agree("refused by", running == null ? model.state().toString() : null, null);
                step.inside().forEach(this::carryOut);
                return step.how().end();
            });
        } catch (CallNotPermittedException refused) {
            refusal = refused.state().toString();
        } catch (Differs differs) {
            throw differs;
        } catch (Throwable other) {
            thrown = other;
        }
        agree("refused by", running == null ? model.state().toString() : null, refusal);
        if (running != null) {
            agree("returns", step.how().result, result);
            agree("throws", step.how().thrown, thrown);
            finished(running, step.how());
        }
    }

    private void lookIfInDoubt() {
        if (setup.window() == SlidingWindowType.TIME_BASED && model.state() == State.CLOSED && model.due() != null) {
            compare();
        }
    }

    private void passDoubtfulMoments() {
        while (true) {
            Running doubtful =
                    model.running.stream().filter(this::isInDoubt).findFirst().orElse(null);
            if (doubtful == null) {
                return;
            }
            lab.time.advanceNanos(2 * bucket(doubtful));
        }
    }

    private boolean isInDoubt(Running call) {
        long late = lab.time.nanoTime() - call.start() - call.allowed();
        return late > 0 && late <= 2 * bucket(call);
    }

    /** By the longer of the thresholds then and now: the newer one says how often to look. */
    private long bucket(Running call) {
        return Math.max(Math.max(call.allowed(), setup.slow().toNanos()) / 8, 256);
    }

    private void compare() {
        CircuitBreakerSnapshot snapshot = lab.snapshot();
        agree("shows", model.seen(), Model.seen(snapshot, settled.get(), transitions));
    }

    private static void agree(String what, @Nullable Object expected, @Nullable Object actual) {
        if (expected != null ? !expected.equals(actual) : actual != null) {
            throw new Differs("the model " + what + " " + expected + ",\nthe breaker " + what + " " + actual);
        }
    }

    private void leaveEveryState() {
        leaveHalfOpenWithHungProbes();
        held.forEach(each -> end(each, new Step.End(0, Ending.RELEASED, false)));
        held.clear();
        assertNothingIsStuck(lab, setup);
    }

    /** From wherever events have led, if nothing runs, traffic and time lead through all automatic states. */
    static void assertNothingIsStuck(Lab lab, Setup setup) {
        if (setup.window() == SlidingWindowType.COUNT_BASED && setup.minimum() > setup.size()) {
            return; // never opens, and says so
        }
        for (int i = 0; i < 7; i++) {
            switch (lab.state()) {
                case OPEN -> lab.advance(lab.snapshot().retryAfter());
                case HALF_OPEN -> lab.succeed(lab.breaker.config().permittedNumberOfCallsInHalfOpenState());
                case CLOSED -> failUntilOpen(lab, setup);
                default -> lab.breaker.close();
            }
        }
    }

    private static void failUntilOpen(Lab lab, Setup setup) {
        if (setup.window() == SlidingWindowType.TIME_BASED) {
            lab.advance(Duration.ofSeconds(setup.size())); // the good ones leave
        }
        int needed = Math.max(setup.size(), setup.minimum());
        for (int i = 0; i < needed && lab.state() == State.CLOSED; i++) {
            Ending.RECORDED.tell(lab.breaker.acquire());
        }
        agree("is in the end", State.OPEN, lab.state());
    }

    private void leaveHalfOpenWithHungProbes() {
        if (lab.state() != State.HALF_OPEN
                || (!setup.countsInFlight() && setup.halfOpenWait().isZero())) {
            return;
        }
        int before;
        do {
            before = held.size();
            begin(false);
        } while (held.size() > before);
        lab.advance(longestSlow.multipliedBy(2).plus(setup.halfOpenWait()).plusNanos(1_000));
        compare();
        agree("leaves half-open", true, lab.state() != State.HALF_OPEN);
    }
}
