package io.breaker;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** See {@link TimeSource#coarse()}: a ticker that runs only while somebody reads it. */
final class CoarseClock implements TimeSource {

    static final CoarseClock INSTANCE = new CoarseClock(SystemClocks.PRECISE);

    private static final long TICK_NANOS = 1_000_000;
    private static final int TICKS_UNTIL_IDLE = 1_000;

    /** In place of the time: nobody publishes it. A clock that really shows this makes readers wait for its next tick. */
    private static final long STOPPED = Long.MIN_VALUE;

    private final TimeSource exact;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long now = STOPPED;
    private volatile boolean read;

    CoarseClock(TimeSource exact) {
        this.exact = exact;
    }

    @Override
    public long nanoTime() {
        long time = now;
        if (time == STOPPED) {
            return start();
        }
        if (!read) { // tested first: readers share this flag, and most find it set
            read = true;
        }
        return time;
    }

    /** Publishes the time once. The ticker's step, and a test's. */
    void tick() {
        now = exact.nanoTime();
    }

    /** Starts the ticker, or waits the few instructions until the thread that is starting it has done so. */
    private long start() {
        while (!running.compareAndSet(false, true)) {
            long time = now;
            if (time != STOPPED) {
                return time;
            }
            Thread.onSpinWait();
        }
        try {
            long time = exact.nanoTime();
            read = true;
            now = time; // before the thread runs: it may find nobody reading and end while this one is stalled
            Thread ticker = new Thread(null, this::run, "breaker-clock", 0, false);
            ticker.setDaemon(true);
            ticker.setContextClassLoader(null);
            ticker.start();
            return time;
        } catch (Throwable noThread) {
            now = STOPPED;
            running.set(false);
            return exact.nanoTime(); // dearer, and right
        }
    }

    private void run() {
        int idleTicks = 0;
        while (idleTicks < TICKS_UNTIL_IDLE) {
            LockSupport.parkNanos(this, TICK_NANOS);
            tick();
            idleTicks = read ? 0 : idleTicks + 1;
            read = false;
        }
        now = STOPPED; // readers fall back to the exact clock, which is never behind the last tick
        running.set(false);
    }
}
