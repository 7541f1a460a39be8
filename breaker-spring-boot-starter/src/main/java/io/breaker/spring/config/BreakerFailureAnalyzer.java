package io.breaker.spring.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong and where, and under the same numbers how to mend it. */
final class BreakerFailureAnalyzer extends AbstractFailureAnalyzer<BreakerStartupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BreakerStartupException cause) {
        return new FailureAnalysis(ProblemText.what(cause.problems()), ProblemText.how(cause.problems()), cause);
    }
}
