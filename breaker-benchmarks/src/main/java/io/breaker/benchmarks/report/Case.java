package io.breaker.benchmarks.report;

/**
 * One line of a table: one side in one scenario.
 *
 * @param scenario what is compared
 * @param side whose figure it is
 * @param role what the figure is to the comparison
 * @param benchmark the JMH benchmark, as class and method
 * @param parameter the benchmark's parameter and its value, with = between; empty if it has none
 * @param callers how many threads call
 */
public record Case(Scenario scenario, String side, Role role, String benchmark, String parameter, Callers callers) {

    /** What a figure is to the comparison. */
    public enum Role {
        /** This library's. */
        OURS,
        /** Another library's, or what else this library's is held against. */
        PEER,
        /** Another library's that is not the same thing, for a timer or clock that others do not have: nobody's best. */
        ODD_PEER,
        /** The least that anybody could need. */
        FLOOR
    }

    /**
     * Who calls.
     *
     * @param threads how many
     * @param virtual whether they are virtual threads
     */
    public record Callers(int threads, boolean virtual) {

        /** {@return as many platform threads} */
        public static Callers platform(int threads) {
            return new Callers(threads, false);
        }

        @Override
        public String toString() {
            return threads + (virtual ? " virtual" : "") + (threads == 1 ? " thread" : " threads");
        }
    }

    /** {@return the table that it belongs to} */
    public String table() {
        return table(scenario, callers);
    }

    static String table(Scenario scenario, Callers callers) {
        return scenario.title() + ", " + callers;
    }

    @Override
    public String toString() {
        return table() + ": " + side;
    }
}
