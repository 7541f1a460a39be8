package io.breaker.benchmarks.report;

/**
 * A figure that was promised, and what became of it.
 *
 * @param path what is promised
 * @param unit of both figures
 * @param ours this library's figure, NaN if it was not measured
 * @param peer the figure that it is compared with, NaN if it was not measured or if the promise names none
 * @param measured the figure that is promised: a ratio, bytes, or nanoseconds
 * @param limit the most that it may be
 * @param promise the limit in words
 */
record Target(String path, String unit, double ours, double peer, double measured, double limit, String promise) {

    /** At most a part of the peer's figure. */
    static Target ratio(String path, String unit, double ours, double peer, double limit) {
        return new Target(path, unit, ours, peer, ours / peer, limit, "at most " + limit + " of it");
    }

    /** At most some bytes a call; what JMH's own bookkeeping allocates is far below half a byte. */
    static Target bytes(String path, double ours, long limit) {
        return new Target(path, "B", ours, Double.NaN, ours, limit + 0.5, "at most " + limit + " B");
    }

    /** At most some nanoseconds more than the floor. */
    static Target above(String path, double ours, double floor, double more) {
        return new Target(path, "ns", ours, floor, ours, floor + more, "at most " + more + " ns more");
    }

    boolean isMeasured() {
        return !Double.isNaN(measured) && !Double.isNaN(limit);
    }

    String verdict() {
        if (!isMeasured()) {
            return "not measured";
        }
        return measured <= limit ? "met" : "**not met**";
    }

    String row() {
        String ratio = Double.isNaN(peer) ? "-" : Figures.ratio(ours / peer);
        return Figures.row(path, number(ours), number(peer), ratio, promise, verdict());
    }

    private String number(double figure) {
        return Double.isNaN(figure) ? "-" : Figures.number(figure) + " " + unit;
    }
}
