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

/**
 * Calls that fail, through a breaker that stays closed: its threshold is 100 percent, and one call in fifty succeeds. One
 * thread.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class ClosedFailure {

    @Param
    public Side side;

    Peer peer;

    @Setup
    public void close() {
        peer = side.create(new Settings("benchmark", new Work.Failing(), 100));
        for (int i = 0; i < 200; i++) {
            call();
        }
    }

    @TearDown(Level.Trial)
    public void isStillClosed() {
        peer.requireClosed();
    }

    @Benchmark
    public Object call() {
        try {
            return peer.call();
        } catch (Exception failure) {
            return failure;
        }
    }
}
