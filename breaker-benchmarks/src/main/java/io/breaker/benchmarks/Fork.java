package io.breaker.benchmarks;

import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One JMH fork for one line of a table.
 *
 * @param warmups how many iterations to warm up with, more of them for annotated beans
 * @param iterations how many to measure
 * @param iteration how long each lasts
 */
record Fork(int warmups, int iterations, TimeValue iteration) {

    private static final String BYTES_PER_CALL = "gc.alloc.rate.norm";
    private static final int UNSAFE_WARNS_SINCE = 24;

    /** The compilers need seconds for what lies between a proxy and its bean: unfinished, it costs ten times as much. */
    private static final int LONG_PATHS = 5;

    /**
     * Measures.
     *
     * @throws RunnerException if the benchmark threw, or if it does not exist
     */
    Sample run(Case measured) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(measured.benchmark()) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(measured.callers().threads())
                .forks(1)
                .warmupIterations(measured.scenario().isAnnotated() ? LONG_PATHS * warmups : warmups)
                .warmupTime(iteration)
                .measurementIterations(iterations)
                .measurementTime(iteration)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(virtualMachine(measured.callers()));
        if (!measured.parameter().isEmpty()) {
            int equals = measured.parameter().indexOf('=');
            options = options.param(
                    measured.parameter().substring(0, equals),
                    measured.parameter().substring(equals + 1));
        }
        List<RunResult> results = new ArrayList<>(new Runner(options.build()).run());
        if (results.size() != 1) {
            throw new RunnerException(results.size() + " results for " + measured);
        }
        RunResult result = results.get(0);
        return new Sample(
                result.getPrimaryResult().getScore(),
                byTheWay(result, CpuProfiler.CPU_PER_CALL),
                byTheWay(result, BYTES_PER_CALL));
    }

    private static double byTheWay(RunResult result, String label) throws RunnerException {
        Result<?> figure = result.getSecondaryResults().get(label);
        if (figure == null) {
            throw new RunnerException("no " + label);
        }
        return figure.getScore();
    }

    /**
     * Nothing takes a processor away from a virtual thread that does not block, so each gets a carrier of its own: else two
     * of them would run, and fourteen would wait for the end.
     */
    private static String[] virtualMachine(Case.Callers callers) {
        List<String> options = new ArrayList<>();
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow"); // JMH uses it
        }
        if (callers.virtual()) {
            options.add("-Djmh.executor=VIRTUAL");
            options.add("-Djdk.virtualThreadScheduler.parallelism=" + callers.threads());
        }
        return options.toArray(String[]::new);
    }
}
