package io.breaker.circuitbreaker;

import io.breaker.Complaint;
import io.breaker.Stages;
import io.breaker.circuitbreaker.CircuitBreaker.Outcome;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an ended call was: ignore first, then record, then the default, that every exception is a failure and every result
 * a success. An error that is not ignored is a failure, whatever is set to be recorded. Predicates that throw are logged
 * once and leave the default standing.
 */
final class OutcomeClassifier {

    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final String BROKEN =
            "A predicate of a circuit breaker threw; the call counts as it would without it";

    private final CircuitBreakerConfig config;
    private final @Nullable Predicate<@Nullable Object> failingResult;
    private final boolean recordsAll;
    private final Complaint complaint = new Complaint();

    OutcomeClassifier(CircuitBreakerConfig config) {
        this.config = config;
        this.failingResult = config.recordResultPredicate();
        this.recordsAll = config.recordExceptions().isEmpty()
                && config.recordFailurePredicate() == null
                && config.exceptionClassifier() == null;
    }

    Outcome ofResult(@Nullable Object result) {
        if (failingResult == null) {
            return Outcome.SUCCESS;
        }
        try {
            return failingResult.test(result) ? Outcome.FAILURE : Outcome.SUCCESS;
        } catch (Throwable thrown) {
            complaint.warn(log, thrown, BROKEN);
            return Outcome.SUCCESS;
        }
    }

    Outcome ofException(Throwable thrown) {
        Throwable cause = Stages.unwrap(thrown);
        if (Stages.isCalledOff(cause)) {
            return Outcome.IGNORED;
        }
        try {
            if (isAny(config.ignoreExceptions(), cause) || test(config.ignoreExceptionPredicate(), cause)) {
                return Outcome.IGNORED;
            }
            return recordsAll || cause instanceof Error || isRecorded(cause) ? Outcome.FAILURE : Outcome.SUCCESS;
        } catch (Throwable broken) {
            complaint.warn(log, broken, BROKEN);
            return Outcome.FAILURE;
        }
    }

    private boolean isRecorded(Throwable cause) {
        ExceptionClassifier classifier = config.exceptionClassifier();
        return isAny(config.recordExceptions(), cause)
                || test(config.recordFailurePredicate(), cause)
                || (classifier != null && classifier.shouldTrip(cause));
    }

    private static boolean test(@Nullable Predicate<Throwable> predicate, Throwable cause) {
        return predicate != null && predicate.test(cause);
    }

    private static boolean isAny(List<Class<? extends Throwable>> types, Throwable cause) {
        for (Class<? extends Throwable> type : types) {
            if (Stages.isInstance(type, cause)) {
                return true;
            }
        }
        return false;
    }
}
