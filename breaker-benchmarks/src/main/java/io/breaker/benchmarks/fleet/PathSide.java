package io.breaker.benchmarks.fleet;

/** Whose way through a breaker is measured. */
public enum PathSide {
    /** A breaker alone, with the same windows as one in a fleet. */
    LOCAL_FAST("Breaker, alone, fast window"),
    /** A breaker alone, by default without a fast window. */
    LOCAL("Breaker, alone"),
    /** One of a fleet of two. */
    FLEET("Breaker in a fleet"),
    /** The same while Redis hangs. */
    FLEET_FROZEN("Breaker in a fleet, Redis frozen"),
    /** The same when Redis is dead. */
    FLEET_DEAD("Breaker in a fleet, Redis dead");

    private final String title;

    PathSide(String title) {
        this.title = title;
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    boolean isFleet() {
        return this != LOCAL && this != LOCAL_FAST;
    }
}
