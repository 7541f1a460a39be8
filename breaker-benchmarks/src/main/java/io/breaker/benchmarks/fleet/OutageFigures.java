package io.breaker.benchmarks.fleet;

import io.breaker.benchmarks.fleet.History.Call;
import io.breaker.benchmarks.fleet.History.Change;
import io.breaker.benchmarks.tools.Median;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an outage did. A figure that does not exist is NaN.
 *
 * @param openedPercent how many of the instances opened while it lasted
 * @param lastOpening seconds from its beginning until the last one had opened; NaN if one did not
 * @param medianOpening the same for the middle one of those that opened
 * @param wasted calls that began in it and failed, until all were open, or all of them if one did not open
 * @param wastedInAll those of the whole outage, probes too
 * @param probesAtATime the most probes that were under way together
 * @param probesPerAttempt probes of all instances together, for each time that one of them was half-open
 * @param closing seconds from its end until all were closed for good; NaN if none was open then, or one was open at the end
 * @param herdPercent how many percent of the calls that were wanted in the five seconds after their instance closed took place
 */
record OutageFigures(
        double openedPercent,
        double lastOpening,
        double medianOpening,
        double wasted,
        double wastedInAll,
        double probesAtATime,
        double probesPerAttempt,
        double closing,
        double herdPercent) {

    private static final long HERD_NANOS = 5_000_000_000L;

    static OutageFigures of(History history) {
        Timeline timeline = history.timeline();
        List<Double> openings = openings(history).stream()
                .map(time -> seconds(time - timeline.broken()))
                .toList();
        boolean all = openings.size() == history.instances();
        double last =
                all ? openings.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN) : Double.NaN;
        long until = all ? timeline.broken() + (long) (last * 1e9) : timeline.mended();
        List<Call> probes = history.calls().stream()
                .filter(call -> call.probe() && call.began() - timeline.broken() >= 0)
                .toList();
        return new OutageFigures(
                100.0 * openings.size() / history.instances(),
                last,
                Median.of(openings),
                wasted(history, until),
                wasted(history, timeline.mended()),
                mostAtATime(probes),
                probes.size() / attempts(history, openings.size()),
                closing(history),
                herd(history));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static Collection<Long> openings(History history) {
        Map<Integer, Long> first = new TreeMap<>();
        for (Change change : history.changes()) {
            if (change.state() != State.CLOSED && history.timeline().isBroken(change.time())) {
                first.putIfAbsent(change.instance(), change.time());
            }
        }
        return first.values();
    }

    private static double wasted(History history, long until) {
        return history.calls().stream()
                .filter(call -> call.admitted() && call.failed())
                .filter(call -> call.began() - history.timeline().broken() >= 0 && call.began() - until < 0)
                .count();
    }

    private static double mostAtATime(List<Call> probes) {
        return probes.stream()
                .mapToLong(one -> probes.stream()
                        .filter(other -> other.began() - one.began() <= 0 && other.ended() - one.began() > 0)
                        .count())
                .max()
                .orElse(0);
    }

    /** How often an instance that opened was half-open, on average. */
    private static double attempts(History history, int opened) {
        long halfOpenings = history.changes().stream()
                .filter(change -> change.state() == State.HALF_OPEN)
                .count();
        return opened == 0 ? Double.NaN : (double) halfOpenings / opened;
    }

    private static Map<Integer, Change> lastChanges(History history) {
        return history.changes().stream().collect(Collectors.toMap(Change::instance, change -> change, (a, b) -> b));
    }

    private static double closing(History history) {
        Collection<Change> last = lastChanges(history).values();
        if (last.isEmpty() || last.stream().anyMatch(change -> change.state() != State.CLOSED)) {
            return Double.NaN;
        }
        long mended = history.timeline().mended();
        double latest = last.stream()
                .mapToDouble(change -> seconds(change.time() - mended))
                .max()
                .orElse(Double.NaN);
        return latest < 0 ? Double.NaN : latest;
    }

    private static double herd(History history) {
        List<Call> wanted = new ArrayList<>();
        for (Change closed : lastChanges(history).values()) {
            if (closed.state() == State.CLOSED
                    && closed.time() - history.timeline().mended() >= 0) {
                history.calls().stream()
                        .filter(call -> call.instance() == closed.instance())
                        .filter(call -> call.began() - closed.time() >= 0 && call.began() - closed.time() < HERD_NANOS)
                        .forEach(wanted::add);
            }
        }
        return 100.0 * wanted.stream().filter(Call::admitted).count() / wanted.size();
    }
}
