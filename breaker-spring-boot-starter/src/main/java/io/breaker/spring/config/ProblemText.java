package io.breaker.spring.config;

import java.util.List;
import java.util.function.Function;

/** Problems as numbered text, in which the same number always means the same problem. */
final class ProblemText {

    private ProblemText() {}

    static String what(List<Problem> problems) {
        return heading(problems) + numbered(problems, problem -> problem.message() + place(problem));
    }

    static String how(List<Problem> problems) {
        return numbered(problems, Problem::action);
    }

    static String whatAndHow(List<Problem> problems) {
        return heading(problems) + list(problems);
    }

    static String list(List<Problem> problems) {
        return numbered(problems, problem -> problem.message() + place(problem) + indent("mend: " + problem.action()));
    }

    private static String heading(List<Problem> problems) {
        return problems.size() == 1
                ? "Breaker found a problem:\n\n"
                : "Breaker found " + problems.size() + " problems:\n\n";
    }

    private static String numbered(List<Problem> problems, Function<Problem, String> line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < problems.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(line.apply(problems.get(i)));
        }
        return text.toString();
    }

    private static String place(Problem problem) {
        return problem.origin() == null ? "" : indent("at: " + problem.origin());
    }

    private static String indent(String text) {
        return "\n   " + text;
    }
}
