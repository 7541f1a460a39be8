package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.Proof.Mismatch;
import io.breaker.circuitbreaker.Theirs.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One schedule, carried out by Breaker and by Resilience4j with the same settings at the same times. */
final class Twins {

    /** A call that both let through: since when, and by which stay of Resilience4j. */
    private record Held(Permit ours, long start, int theirs) {}

    /** Ends the run. */
    private static final class Differs extends RuntimeException {
        Differs(String text) {
            super(text, null, false, false);
        }
    }

    private final Setup setup;
    private final Lab ours;
    private final Theirs theirs;
    private final List<Held> held = new ArrayList<>();
    private int nested;
    private int steps;

    private Twins(Setup setup) {
        this.setup = setup;
        this.ours = new Lab(setup.config());
        this.theirs = new Theirs(setup, ours.time);
    }

    static @Nullable Mismatch run(Setup setup, List<Step> steps) {
        Twins run = new Twins(setup);
        try {
            for (Step step : steps) {
                run.steps++;
                run.carryOut(step);
            }
            run.compare();
            return null;
        } catch (Differs differs) {
            return new Mismatch(run.steps, String.valueOf(differs.getMessage()));
        }
    }

    private void carryOut(Step step) {
        if (step instanceof Step.Begin) {
            begin();
        } else if (step instanceof Step.End end) {
            if (!held.isEmpty()) {
                Held ended = held.remove(end.which() % held.size());
                end.how().tell(ended.ours);
                theirs.settle(ended.start, ended.theirs, end.how());
            }
        } else if (step instanceof Step.Call call) {
            call(call);
        } else if (step instanceof Step.Pass pass) {
            ours.advance(Differences.inWholeSecondsForTimeWindows(setup, pass.time()));
        } else if (step instanceof Step.Look) {
            compare();
        } else if (step instanceof Step.Move move) {
            ours.moveTo(move.to());
            theirs.moveTo(move.to());
        } else if (step instanceof Step.Reset) {
            ours.breaker.reset();
            theirs.reset();
        } else {
            throw new IllegalArgumentException("Resilience4j cannot do " + step);
        }
    }

    private void begin() {
        theirs.notice();
        boolean admits = theirs.acquire();
        try {
            Permit permit = ours.breaker.acquire();
            agree("admits the call", admits, true);
            held.add(new Held(permit, ours.time.nanoTime(), theirs.stay()));
        } catch (CallNotPermittedException refused) {
            agree("admits the call", admits, false);
        }
    }

    /** Both guard the same body, one inside the other, each by its own way of guarding one. */
    private void call(Step.Call step) {
        theirs.notice();
        try {
            ours.breaker.call(() -> {
                nested++;
                callTheirs(step);
                nested--;
                return step.how().end();
            });
        } catch (CallNotPermittedException refused) {
            agree("admits the call", theirs.acquire(), false);
            return;
        } catch (Differs differs) {
            throw differs;
        } catch (Throwable expected) {
            agree("throws", step.how().thrown, expected);
        }
    }

    private void callTheirs(Step.Call step) {
        try {
            theirs.breaker.executeCheckedSupplier(() -> {
                int admittedBy = theirs.stay();
                step.inside().forEach(this::carryOut);
                return theirs.end(admittedBy, step.how());
            });
        } catch (Differs differs) {
            throw differs;
        } catch (io.github.resilience4j.circuitbreaker.CallNotPermittedException refused) {
            agree("admits the call", false, true);
        } catch (Throwable expected) {
            // the end of the body, in their terms
        }
        theirs.settled();
    }

    private void compare() {
        theirs.noticeAll();
        CircuitBreakerSnapshot now = ours.snapshot();
        agree("is", theirs.state(), now.state());
        Numbers shown = theirs.numbers();
        agree(
                "counts",
                List.of(shown.calls(), shown.failed(), shown.slow(), shown.slowFailed(), theirs.refused()),
                List.of(
                        now.bufferedCalls(),
                        now.failedCalls(),
                        now.slowCalls(),
                        now.slowFailedCalls(),
                        now.notPermittedCalls()));
        agree("has a failure rate (as a float)", (float) shown.failureRate(), (float) now.failureRate());
        agree("has a slow call rate (as a float)", (float) shown.slowCallRate(), (float) now.slowCallRate());
        agree("has running calls", held.size() + nested, now.callsInFlight());
    }

    private static void agree(String what, @Nullable Object theirs, @Nullable Object ours) {
        if (theirs != null ? !theirs.equals(ours) : ours != null) {
            throw new Differs("Resilience4j " + what + ": " + theirs + ",\nBreaker " + what + ": " + ours);
        }
    }
}
