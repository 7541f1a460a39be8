package io.breaker.sample.drill;

import io.breaker.sample.drill.Answer.Kind;
import io.breaker.sample.outside.PaymentTraffic;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What was seen in one stage.
 *
 * @param begin when it began, in nanoseconds
 * @param sightings all there were, before it as well
 */
record StageResult(Stage stage, long begin, List<Second> seconds, List<FleetWatch.Sighting> sightings) {

    /** Calls that were admitted before a breaker opened have ended, and watchers know of it. */
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One second of it. */
    record Second(long begin, long end, PaymentTraffic traffic, List<Answer> answers) {

        long count(Kind kind) {
            return answers.stream().filter(answer -> answer.kind() == kind).count();
        }

        long failed() {
            return answers.stream().filter(answer -> answer.kind().isFailure()).count();
        }
    }

    /** After how many nanoseconds each instance had come to the stage's goal; -1 for never. */
    List<Long> reachedAfter() {
        int instances = sightings.get(0).looks().size();
        return IntStream.range(0, instances).mapToObj(this::reachedAfter).toList();
    }

    private long reachedAfter(int instance) {
        return sightings.stream()
                .filter(sighting -> sighting.nanos() - begin >= 0)
                .filter(sighting -> stage.goal().test(sighting.looks().get(instance)))
                .mapToLong(sighting -> sighting.nanos() - begin)
                .findFirst()
                .orElse(-1);
    }

    boolean allReached() {
        return reachedAfter().stream().noneMatch(after -> after < 0);
    }

    /** Between the first instance that came to the goal and the last. */
    long spread() {
        List<Long> after = reachedAfter();
        return after.stream().max(Comparator.naturalOrder()).orElseThrow()
                - after.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** The seconds in which nothing but probes can have reached the payment service. */
    List<Second> probing() {
        return seconds.stream().filter(this::heldBackAround).toList();
    }

    private boolean heldBackAround(Second second) {
        List<FleetWatch.Sighting> around = sightings.stream()
                .filter(sighting -> sighting.nanos() - (second.begin() - MARGIN_NANOS) >= 0)
                .filter(sighting -> sighting.nanos() - (second.end() + MARGIN_NANOS / 2) <= 0)
                .toList();
        return !around.isEmpty()
                && around.stream()
                        .allMatch(sighting -> sighting.looks().stream().allMatch(Look::holdsBack));
    }

    /** -1 if there was no such second. */
    int mostProbesAtOnce() {
        return probing().stream()
                .mapToInt(second -> second.traffic().mostAtOnce())
                .max()
                .orElse(-1);
    }

    /** Whether a breaker was closed and did not let all calls in yet. */
    boolean sawARamp() {
        return sightings.stream()
                .filter(sighting -> sighting.nanos() - begin >= 0)
                .flatMap(sighting -> sighting.looks().stream())
                .anyMatch(look -> look.isClosed() && !look.letsAllIn());
    }

    double callsPerSecond() {
        return seconds.stream()
                .mapToInt(second -> second.traffic().calls())
                .average()
                .orElse(0);
    }

    long count(Kind kind) {
        return seconds.stream().mapToLong(second -> second.count(kind)).sum();
    }

    long failed() {
        return seconds.stream().mapToLong(Second::failed).sum();
    }
}
