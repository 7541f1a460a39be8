package io.breaker.benchmarks.calls;

import io.breaker.PaddedLong;
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
    final PaddedLong counted = new PaddedLong(0);

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

    /** What a limit on concurrency does that counts the calls that run: one shared number goes up and down again. */
    @Benchmark
    public long upAndDown() {
        long before = counted.getAndAdd(1);
        return before - counted.getAndAdd(-1);
    }

    /** What a limit on a rate does that reads the time and then changes one shared number. */
    @Benchmark
    public long clockReadingAndAddition() {
        return counted.getAndAdd(System.nanoTime());
    }
}
