package io.breaker.sample.drill;

import io.breaker.sample.drill.Recorder.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What one fault did. Times are in nanoseconds, negative where the thing did not happen.
 *
 * @param openedAfter from the beginning of the fault until its breaker was seen open
 * @param closedAfter from the end of the fault until its breaker was seen closed for good
 * @param failed requests that got an error, no answer in time, or were not even sent
 * @param percentInTime of the requests sent during the fault, those that were answered well within half a second
 * @param worstP99 of any second since the fault began
 * @param slowestWhileOpen the longest that a request took which was sent while the breaker stood open
 * @param mostWaiting at the end of any second of the fault
 */
record Result(
        Fault fault,
        long openedAfter,
        long closedAfter,
        long failed,
        double percentInTime,
        long worstP99,
        long slowestWhileOpen,
        int mostWaiting) {

    static final long IN_TIME_MILLIS = 500;

    static Result of(Fault fault, long begin, long end, Recorder recorder, int mostWaiting) {
        List<Sighting> sightings = recorder.sightings();
        List<Answer> answers = recorder.answers().stream()
                .filter(answer -> answer.doneNanos() - begin >= 0)
                .toList();
        return new Result(
                fault,
                openedAfter(fault, sightings, begin),
                closedAfter(fault, sightings, end),
                answers.stream().filter(answer -> answer.kind().isFailure()).count(),
                percentInTime(answers, begin, end),
                worstP99(answers, begin),
                slowestWhileOpen(fault, sightings, answers),
                mostWaiting);
    }

    private static long openedAfter(Fault fault, List<Sighting> sightings, long begin) {
        return sightings.stream()
                .filter(seen -> seen.nanos() - begin >= 0 && isOpen(fault, seen))
                .mapToLong(seen -> seen.nanos() - begin)
                .findFirst()
                .orElse(-1);
    }

    private static long closedAfter(Fault fault, List<Sighting> sightings, long end) {
        long closed = -1;
        for (Sighting seen : sightings) {
            boolean isClosed = seen.of(fault.server()).equals("CLOSED");
            if (!isClosed) {
                closed = -1;
            } else if (closed < 0 && seen.nanos() - end >= 0) {
                closed = seen.nanos() - end;
            }
        }
        return closed;
    }

    private static double percentInTime(List<Answer> answers, long begin, long end) {
        List<Answer> sent = answers.stream()
                .filter(answer -> answer.sentNanos() - begin >= 0 && end - answer.sentNanos() > 0)
                .toList();
        long inTime = sent.stream()
                .filter(answer -> !answer.kind().isFailure())
                .filter(answer -> answer.tookNanos() <= TimeUnit.MILLISECONDS.toNanos(IN_TIME_MILLIS))
                .count();
        return sent.isEmpty() ? 0 : 100.0 * inTime / sent.size();
    }

    private static long worstP99(List<Answer> answers, long begin) {
        Map<Long, List<Answer>> bySecond = new TreeMap<>();
        for (Answer answer : answers) {
            long second = TimeUnit.NANOSECONDS.toSeconds(answer.doneNanos() - begin);
            bySecond.computeIfAbsent(second, any -> new ArrayList<>()).add(answer);
        }
        return bySecond.values().stream()
                .mapToLong(second -> Latencies.of(second).percentile(99))
                .max()
                .orElse(0);
    }

    /** A request counts if the breaker was seen open right before and right after it was sent. */
    private static long slowestWhileOpen(Fault fault, List<Sighting> sightings, List<Answer> answers) {
        long slowest = -1;
        for (int i = 1; i < sightings.size(); i++) {
            Sighting before = sightings.get(i - 1);
            Sighting after = sightings.get(i);
            if (isOpen(fault, before) && isOpen(fault, after)) {
                for (Answer answer : answers) {
                    if (answer.sentNanos() - before.nanos() >= 0 && after.nanos() - answer.sentNanos() >= 0) {
                        slowest = Math.max(slowest, answer.tookNanos());
                    }
                }
            }
        }
        return slowest;
    }

    private static boolean isOpen(Fault fault, Sighting seen) {
        return seen.of(fault.server()).equals("OPEN");
    }
}
