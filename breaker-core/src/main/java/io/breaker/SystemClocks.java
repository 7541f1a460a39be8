package io.breaker;

/** The one place that reads the machine's monotonic clock. */
final class SystemClocks {

    static final TimeSource PRECISE = System::nanoTime;

    private SystemClocks() {}
}
