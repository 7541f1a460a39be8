package io.breaker;

import java.time.Duration;

/**
 * Thrown in place of a call that a policy refused: the guarded code has not run. Carries no stack trace unless the
 * policy's configuration asks for one, so that refusing stays cheap.
 */
public abstract class RejectedCallException extends RuntimeException implements RetryAfter {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * For policies.
     *
     * @param name the name of the policy that refused
     * @param writableStackTrace whether to record where the call was refused
     */
    protected RejectedCallException(String name, boolean writableStackTrace) {
        super(null, null, false, writableStackTrace);
        this.name = name;
    }

    /**
     * Which instance refused the call.
     *
     * @return the policy's name
     */
    public final String name() {
        return name;
    }

    /**
     * {@inheritDoc}
     *
     * @return the time that was left when the call was refused; zero where no time is known
     */
    @Override
    public abstract Duration retryAfter();
}
