package io.breaker.benchmarks.calls;

import io.breaker.benchmarks.peers.Peer;
import io.breaker.benchmarks.peers.Settings;
import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.peers.Work;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Calls that an open breaker refuses: with its exception, which is caught, and without. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class Rejected {

    @Param
    public Side side;

    Peer peer;

    @Setup
    public void open() {
        peer = side.create(Settings.of(new Work.Succeeding()));
        peer.open();
    }

    @TearDown(Level.Trial)
    public void isStillOpen() {
        peer.requireOpen();
    }

    @Benchmark
    public Object call() {
        try {
            return peer.call();
        } catch (Exception refused) {
            return refused;
        }
    }

    @Benchmark
    public boolean tryAcquire() {
        return peer.tryAcquire();
    }
}
