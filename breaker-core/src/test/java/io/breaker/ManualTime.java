package io.breaker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests move by hand. It starts shortly before the largest long, so that every test crosses the overflow. */
public final class ManualTime implements TimeSource {

    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMillis(150).toNanos());

    @Override
    public long nanoTime() {
        return now.get();
    }

    public void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }

    public void advanceNanos(long by) {
        now.addAndGet(by);
    }
}
