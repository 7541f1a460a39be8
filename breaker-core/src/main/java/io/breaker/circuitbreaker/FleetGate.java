package io.breaker.circuitbreaker;

/**
 * What the calls of one breaker and the fleet's thread tell each other. A stay that has one is in the fleet's name: what
 * ends it is the fleet's to say, as long as the fleet can be heard. Thread-safe.
 */
final class FleetGate {

    private final Runnable wake;
    private final long patienceNanos;
    private volatile long heardNanos;
    private volatile boolean attached;
    private volatile boolean probeWanted;
    private volatile int instances = 1;
    private volatile Tally probes = Tally.NONE;

    /**
     * Makes a gate to a fleet that has not been heard of.
     *
     * @param wake wakes the fleet's thread
     * @param patienceNanos after how long without a word calls no longer believe that there is a fleet, even if its thread
     *     does: it may hang
     */
    FleetGate(Runnable wake, long patienceNanos) {
        this.wake = wake;
        this.patienceNanos = patienceNanos;
    }

    boolean isAttached(long nowNanos) {
        return attached && nowNanos - heardNanos < patienceNanos;
    }

    void heard(long nowNanos, int living, Tally probesSoFar) {
        instances = Math.max(1, living);
        probes = probesSoFar;
        heardNanos = nowNanos;
        attached = true;
    }

    void detach() {
        attached = false;
    }

    /** The outcomes of the fleet's probes. */
    Tally probes() {
        return probes;
    }

    /** How many probes an instance alone sends, so that together they send about as many as they should. */
    int probesAlone(int permitted) {
        int living = instances;
        return (permitted + living - 1) / living;
    }

    /** A call was refused for want of a lease. Of many, the first one wakes the fleet's thread. */
    void wantProbe() {
        if (!probeWanted) {
            probeWanted = true;
            wake.run();
        }
    }

    boolean isProbeWanted() {
        return probeWanted;
    }

    void askedForProbe() {
        probeWanted = false;
    }

    /** A probe has ended. */
    void probeEnded() {
        wake.run();
    }
}
