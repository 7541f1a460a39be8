package io.breaker.benchmarks.peers;

/** Where Sentinel writes: to be said before any of its classes is loaded. */
final class SentinelLog {

    private SentinelLog() {}

    /** Keeps its files out of the home directory. */
    static void setAside() {
        System.setProperty(
                "csp.sentinel.log.dir", System.getProperty("java.io.tmpdir") + "/breaker-benchmarks-sentinel");
        System.setProperty("project.name", "breaker-benchmarks");
    }
}
