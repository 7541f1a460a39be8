package io.breaker.circuitbreaker;

/**
 * Decides which exceptions speak against the guarded thing, outside the code that throws them. Must be thread-safe. One
 * that throws counts as if it had said {@code true}.
 */
@FunctionalInterface
public interface ExceptionClassifier {

    /**
     * Whether an exception is a failure. Exceptions that the configuration ignores are not asked about.
     *
     * @param thrown what the guarded code threw, taken out of its wrappers
     * @return {@code true} for a failure, {@code false} for what counts as a success
     */
    boolean shouldTrip(Throwable thrown);
}
