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

/** Healthy calls through a closed breaker. All threads share it. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class ClosedSuccess {

    @Param
    public Side side;

    Peer peer;

    @Setup
    public void close() {
        peer = side.create(Settings.of(new Work.Succeeding()));
    }

    @TearDown(Level.Trial)
    public void isStillClosed() {
        peer.requireClosed();
    }

    @Benchmark
    public String call() throws Exception {
        return peer.call();
    }
}
