package io.breaker.circuitbreaker;

import io.breaker.Stages;
import io.breaker.circuitbreaker.Evidence.Occurrences;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest calls that failed or were slow: what they threw, and how long they took. It keeps no exception, only names.
 * Lock-free: a call takes a place and fills it. Who looks meanwhile may see what was there before, which a summary can bear.
 */
final class BadCalls {

    /** A power of two. */
    static final int KEPT = 64;

    private static final int NAMED = 3;

    private final AtomicReferenceArray<@Nullable String> exceptions = new AtomicReferenceArray<>(KEPT);
    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final AtomicInteger written = new AtomicInteger();

    /** What the latest of them have in common. */
    record Summary(List<Occurrences> exceptions, long slowestNanos) {

        static final Summary NONE = new Summary(List.of(), 0);
    }

    void add(@Nullable Throwable thrown, long tookNanos) {
        int place = written.getAndIncrement() & (KEPT - 1);
        exceptions.setRelease(
                place, thrown == null ? null : Stages.unwrap(thrown).getClass().getName());
        nanos.setRelease(place, tookNanos);
    }

    /**
     * Sums the latest up.
     *
     * @param latest how many; of more than are kept, those that are
     */
    Summary summary(int latest) {
        int end = written.get();
        int looked = Math.min(latest, end < 0 ? KEPT : Math.min(end, KEPT)); // below zero it has counted over
        Map<String, Integer> counts = new HashMap<>();
        long slowest = 0;
        for (int i = 1; i <= looked; i++) {
            int place = (end - i) & (KEPT - 1);
            slowest = Math.max(slowest, nanos.getAcquire(place));
            String exception = exceptions.getAcquire(place);
            if (exception != null) {
                counts.merge(exception, 1, Integer::sum);
            }
        }
        List<Occurrences> frequent = counts.entrySet().stream()
                .map(entry -> new Occurrences(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Occurrences::count).reversed().thenComparing(Occurrences::exception))
                .limit(NAMED)
                .toList();
        return new Summary(frequent, slowest);
    }
}
