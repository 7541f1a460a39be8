package io.breaker.spring.dashboard;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How fast counts grow from one tick to the next. Counts that are not asked for in a tick are forgotten. For one thread. */
final class Rates {

    private static final double SECOND = 1e9;

    private Map<String, Long> before = new HashMap<>();
    private Map<String, Long> now = new HashMap<>();
    private long nanos;
    private double seconds;

    Rates(long nanos) {
        this.nanos = nanos;
    }

    void tick(long at) {
        seconds = (at - nanos) / SECOND;
        nanos = at;
        before = now;
        now = new HashMap<>();
    }

    /** {@return the growth of that count per second, or null if it is seen for the first time} */
    @Nullable Double perSecond(String id, long count) {
        now.put(id, count);
        Long known = before.get(id);
        return known == null || seconds <= 0 ? null : tenths(Math.max(0, count - known) / seconds);
    }

    /** One decimal is what the page shows: so what is sent changes as seldom as what is seen. */
    static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
