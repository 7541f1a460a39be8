package io.breaker.spring.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What startup found: errors, which stop it, all together; and warnings, which are logged. Not thread-safe. */
public final class StartupReport {

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /**
     * Notes what stops the application. The same problem counts once.
     *
     * @param problem what is wrong
     */
    public void error(Problem problem) {
        errors.add(problem);
    }

    /**
     * Notes what looks wrong. The same problem counts once.
     *
     * @param problem what looks wrong
     */
    public void warning(Problem problem) {
        warnings.add(problem);
    }

    /** {@return the errors, in the order in which they were noted} */
    public List<Problem> errors() {
        return List.copyOf(errors);
    }

    /** {@return the warnings, in the order in which they were noted} */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
