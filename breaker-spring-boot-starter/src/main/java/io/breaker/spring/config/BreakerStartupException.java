package io.breaker.spring.config;

import java.util.List;

/** Stops an application at startup because of what is wrong with its use of Breaker: all of it, not the first thing. */
public final class BreakerStartupException extends RuntimeException {

    private final transient List<Problem> problems;

    /**
     * Made by the startup check.
     *
     * @param problems what is wrong, at least one thing
     */
    public BreakerStartupException(List<Problem> problems) {
        super(ProblemText.whatAndHow(problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, in the order in which it was found} */
    public List<Problem> problems() {
        return problems;
    }
}
