package io.breaker.sample.drill;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Percentiles of waiting times. */
final class Latencies {

    private final long[] sortedNanos;

    private Latencies(long[] sortedNanos) {
        this.sortedNanos = sortedNanos;
    }

    /** Of all requests that were sent, failed ones included. */
    static Latencies of(Collection<Answer> answers) {
        return new Latencies(answers.stream()
                .filter(answer -> answer.kind() != Answer.Kind.NOT_SENT)
                .mapToLong(Answer::tookNanos)
                .sorted()
                .toArray());
    }

    /** In nanoseconds, 0 if there are none. */
    long percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
        return sortedNanos.length == 0 ? 0 : sortedNanos[Math.max(rank, 1) - 1];
    }

    static String millis(long nanos) {
        return nanos == 0 ? "-" : String.format(Locale.ROOT, "%,d ms", TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
