package io.breaker.benchmarks.fleet;

import io.breaker.benchmarks.fleet.Cell.Trouble;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What outages and sick instances do to services of several sizes, protected in several ways. All services run side by side
 * in this process, one seed after the other, with one Redis: below five minutes with three seeds.
 */
public final class Outages {

    private static final int[] SIZES = {1, 2, 5, 10, 20, 50};
    private static final double TOTAL_RATE = 100;
    private static final long SETTING_UP_NANOS = TimeUnit.SECONDS.toNanos(8);

    private Outages() {}

    /** Takes how many seeds, three if nothing is said. */
    public static void main(String[] arguments) {
        int seeds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        Map<Cell, List<History>> histories = new LinkedHashMap<>();
        List<String> loads = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            loads.add(load());
            run(seed)
                    .forEach((cell, history) -> histories
                            .computeIfAbsent(cell, none -> new ArrayList<>())
                            .add(history));
            System.out.println("seed " + seed + " of " + seeds + " is over");
        }
        loads.add(load());
        System.out.println(OutageReport.of(histories, loads));
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int size : SIZES) {
                cells.add(new Cell(kind, size, 1, Trouble.OUTAGE));
                cells.add(new Cell(kind, size, TOTAL_RATE / size, Trouble.OUTAGE));
            }
            for (Trouble trouble : List.of(Trouble.ONE_SICK, Trouble.ONE_SICK_OTHERS_SNEEZE)) {
                cells.add(new Cell(kind, 10, 1, trouble));
                cells.add(new Cell(kind, 10, TOTAL_RATE / 10, trouble));
            }
        }
        return cells;
    }

    private static Map<Cell, History> run(int seed) {
        Map<Cell, Run> runs = new LinkedHashMap<>();
        Map<Cell, History> histories = new LinkedHashMap<>();
        try (Redis redis = Redis.start();
                Connections connections = new Connections(redis.port());
                Machine machine = new Machine()) {
            Map<Cell, List<Guard>> guards = new LinkedHashMap<>();
            cells().forEach(cell ->
                    guards.put(cell, cell.kind().guards(cell.instances(), connections, seed + "-" + cell)));
            long begin = System.nanoTime() + SETTING_UP_NANOS;
            guards.forEach((cell, all) -> runs.put(cell, new Run(cell, begin, machine, all)));
            runs.values().forEach(run -> run.start(seed));
            waitUntil(Timeline.outage(begin).end() + 2 * Timeline.FAILING_NANOS);
            runs.forEach((cell, run) -> histories.put(cell, run.end()));
            runs.values().forEach(Run::close);
        }
        return histories;
    }

    private static void waitUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
