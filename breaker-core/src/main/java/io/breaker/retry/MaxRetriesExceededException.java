package io.breaker.retry;

/** Thrown where the last attempt too returned a result that the configuration does not want. Has no stack trace. */
public final class MaxRetriesExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final int attempts;

    MaxRetriesExceededException(String name, int attempts) {
        super(
                "Retry '" + name + "' got an unwanted result from each of its " + attempts + " attempts",
                null,
                false,
                false);
        this.name = name;
        this.attempts = attempts;
    }

    /** {@return the retry's name} */
    public String name() {
        return name;
    }

    /** {@return how often the guarded code ran} */
    public int attempts() {
        return attempts;
    }
}
