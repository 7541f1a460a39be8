package io.breaker.benchmarks.peers;

import java.util.function.Function;

/** The sides that are compared. A virtual machine that measures one of them loads no class of the others but a clock. */
public enum Side {
    /** This library, count window. */
    BREAKER_COUNT("Breaker, count", BreakerPeer::count),
    /** This library, time window. */
    BREAKER_TIME("Breaker, time", BreakerPeer::time),
    /** This library, count window, coarse clock. */
    BREAKER_COUNT_COARSE("Breaker, count, coarse clock", BreakerPeer::countCoarse),
    /** This library, time window, coarse clock. */
    BREAKER_TIME_COARSE("Breaker, time, coarse clock", BreakerPeer::timeCoarse),
    /** Resilience4j, count window, synchronized: its default. */
    RESILIENCE4J_COUNT("Resilience4j, count", Resilience4jPeer::count),
    /** Resilience4j, count window, lock-free. */
    RESILIENCE4J_COUNT_LOCK_FREE("Resilience4j, count, lock-free", Resilience4jPeer::countLockFree),
    /** Resilience4j, time window, synchronized. */
    RESILIENCE4J_TIME("Resilience4j, time", Resilience4jPeer::time),
    /** Resilience4j, time window, lock-free. */
    RESILIENCE4J_TIME_LOCK_FREE("Resilience4j, time, lock-free", Resilience4jPeer::timeLockFree),
    /** Resilience4j, count window, reading this library's coarse clock. */
    RESILIENCE4J_COUNT_COARSE("Resilience4j, count, coarse clock", Resilience4jPeer::countCoarse),
    /** Resilience4j, count window, rejections with a stack trace: its default. */
    RESILIENCE4J_STACK_TRACE("Resilience4j, count, stack trace", Resilience4jPeer::stackTrace),
    /** Failsafe, count window. */
    FAILSAFE_COUNT("Failsafe, count", FailsafePeer::count),
    /** Failsafe, time window. */
    FAILSAFE_TIME("Failsafe, time", FailsafePeer::time),
    /** SmallRye Fault Tolerance, count window. */
    SMALLRYE("SmallRye, count", SmallRyePeer::new),
    /** Sentinel, time window. */
    SENTINEL("Sentinel, time", SentinelPeer::new),
    /** Hystrix, time window. */
    HYSTRIX("Hystrix, time", HystrixPeer::new);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a method or constructor holds nothing
    private final Function<Settings, Peer> factory;

    Side(String title, Function<Settings, Peer> factory) {
        this.title = title;
        this.factory = factory;
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    /** {@return a new breaker of this side} */
    public Peer create(Settings settings) {
        return factory.apply(settings);
    }
}
