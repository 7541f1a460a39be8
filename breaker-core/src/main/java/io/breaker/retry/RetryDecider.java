package io.breaker.retry;

import io.breaker.Complaint;
import io.breaker.Nanos;
import io.breaker.RejectedCallException;
import io.breaker.RetryAfter;
import io.breaker.Stages;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is worth another attempt: ignore first, then what is listed, then the default, that every exception is. An
 * interruption and a cancellation never are; an error is not by default, and a refusal only if its type is
 * listed. Predicates that throw are
 * logged once and end the call with its own outcome.
 */
final class RetryDecider {

    private static final Logger log = LoggerFactory.getLogger(Retry.class);
    private static final String BROKEN = "A predicate of a retry threw; the call is not retried";

    private final RetryConfig config;
    private final Complaint complaint = new Complaint();

    RetryDecider(RetryConfig config) {
        this.config = config;
    }

    boolean isUnwanted(@Nullable Object result) {
        Predicate<@Nullable Object> unwanted = config.resultPredicate();
        if (unwanted == null) {
            return false;
        }
        try {
            return unwanted.test(result);
        } catch (Throwable broken) {
            complaint.warn(log, broken, BROKEN);
            return false;
        }
    }

    boolean isRetryable(Throwable thrown) {
        Throwable cause = Stages.unwrap(thrown);
        if (Stages.isCalledOff(cause)) {
            return false;
        }
        try {
            return !isAny(config.ignoreExceptions(), cause, Throwable.class) && isListed(cause);
        } catch (Throwable broken) {
            complaint.warn(log, broken, BROKEN);
            return false;
        }
    }

    /** {@return which wait an exception asks for, in nanoseconds; 0 for none, or where that is not heeded} */
    long askedNanos(Throwable thrown) {
        if (config.maxRetryAfterNanos == 0) {
            return 0;
        }
        try {
            Duration asked = asked(Stages.unwrap(thrown));
            return asked == null ? 0 : Math.max(0, Nanos.of(asked));
        } catch (Throwable broken) {
            complaint.warn(log, broken, "What a retry asks for the wait threw; its own wait applies");
            return 0;
        }
    }

    private @Nullable Duration asked(Throwable cause) {
        if (cause instanceof RetryAfter known) {
            return known.retryAfter();
        }
        Function<Throwable, @Nullable Duration> function = config.retryAfterFunction();
        return function == null ? null : function.apply(cause);
    }

    private boolean isListed(Throwable cause) {
        if (cause instanceof RejectedCallException) { // "all exceptions" does not mean refusals
            return isAny(config.retryExceptions(), cause, RejectedCallException.class);
        }
        Predicate<Throwable> predicate = config.retryExceptionPredicate();
        if (config.retryExceptions().isEmpty() && predicate == null) {
            return cause instanceof Exception;
        }
        return isAny(config.retryExceptions(), cause, Throwable.class) || (predicate != null && predicate.test(cause));
    }

    private static boolean isAny(
            List<Class<? extends Throwable>> types, Throwable cause, Class<? extends Throwable> within) {
        for (Class<? extends Throwable> type : types) {
            if (within.isAssignableFrom(type) && Stages.isInstance(type, cause)) {
                return true;
            }
        }
        return false;
    }
}
