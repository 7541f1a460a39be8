package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a guarded call ends in the proofs, and what that is to a breaker that is configured by a {@link Setup}. */
enum Ending {
    RESULT("good", Outcome.SUCCESS),
    BAD_RESULT("bad", Outcome.FAILURE),
    NULL_RESULT((String) null, Outcome.FAILURE),
    RECORDED(new Recorded(), Outcome.FAILURE),
    UNRECORDED(new Unrecorded(), Outcome.SUCCESS),
    IGNORED(new Ignorable(), Outcome.IGNORED),
    RECORDED_AND_IGNORED(new RecordedAndIgnorable(), Outcome.IGNORED),
    ERROR(new Broken(), Outcome.FAILURE),
    WRAPPED(new CompletionException(new ExecutionException(new Recorded())), Outcome.FAILURE),
    WRAPPED_IGNORED(new CompletionException(new ExecutionException(new Ignorable())), Outcome.IGNORED),
    INTERRUPTED(new InterruptedException("the body was interrupted"), Outcome.IGNORED),
    CANCELLED(new CancellationException("the body was cancelled"), Outcome.IGNORED),
    /** A permit given back; a body cannot do that, and is cancelled instead. */
    RELEASED(new CancellationException("given back"), Outcome.IGNORED);

    final @Nullable String result;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    final @Nullable Throwable thrown;

    final Outcome outcome;

    Ending(@Nullable String result, Outcome outcome) {
        this.result = result;
        this.thrown = null;
        this.outcome = outcome;
    }

    Ending(Throwable thrown, Outcome outcome) {
        this.result = null;
        this.thrown = thrown;
        this.outcome = outcome;
    }

    /** What counts as a failure among results. */
    static boolean isBad(@Nullable Object result) {
        return result == null || result.equals("bad");
    }

    /** The end of a body. */
    @Nullable Object end() throws Throwable {
        if (thrown != null) {
            throw thrown;
        }
        return result;
    }

    /** The end of a call that was begun with a permit. */
    void tell(Permit permit) {
        if (this == RESULT) {
            permit.success();
        } else if (this == RELEASED) {
            permit.release();
        } else if (thrown != null) {
            permit.failure(thrown);
        } else {
            permit.result(result);
        }
    }

    static class Recorded extends Exception {
        Recorded() {
            super("recorded", null, false, false);
        }
    }

    static final class Unrecorded extends Exception {
        Unrecorded() {
            super("neither recorded nor ignored", null, false, false);
        }
    }

    static final class Ignorable extends Exception {
        Ignorable() {
            super("ignored", null, false, false);
        }
    }

    static final class RecordedAndIgnorable extends Recorded {}

    static final class Broken extends Error {
        Broken() {
            super("an error", null, false, false);
        }
    }
}
