package io.breaker.benchmarks.fleet;

/**
 * What one run is about.
 *
 * @param kind how the instances protect themselves
 * @param instances how many there are
 * @param rate how many calls a second each wants
 * @param trouble what goes wrong
 */
record Cell(Kind kind, int instances, double rate, Trouble trouble) {

    /** What goes wrong. */
    enum Trouble {
        /** All calls fail for a while. */
        OUTAGE("all calls fail for 30 s", 0),
        /** The first instance's calls all fail, the others' never. */
        ONE_SICK("one instance's calls fail", 0),
        /** The first instance's calls all fail, and a few of the others'. */
        ONE_SICK_OTHERS_SNEEZE("one instance's calls fail, and 1 % of the others'", 0.01);

        private final String title;
        private final double elsewhere;

        Trouble(String title, double elsewhere) {
            this.title = title;
            this.elsewhere = elsewhere;
        }

        String title() {
            return title;
        }

        Timeline timeline(long begin) {
            return this == OUTAGE ? Timeline.outage(begin) : Timeline.sickness(begin);
        }

        /** Whether a call fails, given a draw from 0 to 1. */
        boolean fails(int instance, boolean broken, double draw) {
            if (this == OUTAGE || instance == 0) {
                return broken;
            }
            return draw < elsewhere;
        }
    }

    /** What the same instances are called with every kind, so that they all want the same calls at the same times. */
    long seed(long seed) {
        return 31 * (31 * (31 * seed + instances) + Double.hashCode(rate))
                + trouble.name().hashCode();
    }

    @Override
    public String toString() {
        return kind + "-" + instances + "-" + rate + "-" + trouble;
    }
}
