package io.breaker.benchmarks.calls;

import io.breaker.benchmarks.peers.Work;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What nothing can undercut that does as much. */
@State(Scope.Benchmark)
public class Floor {

    final Supplier<String> work = new Work.Succeeding();
    final AtomicLong cell = new AtomicLong();

    /** The work alone. */
    @Benchmark
    public String bareCall() {
        return work.get();
    }

    /** What it takes to know how long a call lasted. */
    @Benchmark
    public long twoClockReadings() {
        long start = System.nanoTime();
        return System.nanoTime() - start;
    }

    /** One attempt to change one shared word; with several threads, contended. */
    @Benchmark
    public boolean compareAndSet() {
        long seen = cell.get();
        return cell.compareAndSet(seen, seen + 1);
    }
}
