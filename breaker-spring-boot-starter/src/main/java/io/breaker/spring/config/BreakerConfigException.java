package io.breaker.spring.config;

import java.util.List;

/** A change of the configuration that is refused, and of which nothing was done, because of what is wrong with it. */
public final class BreakerConfigException extends RuntimeException {

    private final transient List<Problem> problems;

    BreakerConfigException(List<Problem> problems) {
        super(ProblemText.whatAndHow(problems));
        this.problems = List.copyOf(problems);
    }

    /** {@return what is wrong, at least one thing} */
    public List<Problem> problems() {
        return problems;
    }
}
