package io.breaker.benchmarks.calls;

import io.breaker.benchmarks.peers.Limit;
import io.breaker.benchmarks.peers.LimitSettings;
import io.breaker.benchmarks.peers.LimitSide;
import io.breaker.benchmarks.peers.Work;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Healthy calls through a bulkhead or a rate limiter that has permits for all of them. All threads share it. A call that is
 * refused ends the fork with its exception.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class LimitedSuccess {

    @Param
    public LimitSide side;

    Limit limit;

    @Setup
    public void widen() {
        limit = side.create(LimitSettings.wide(new Work.Succeeding()));
    }

    @TearDown(Level.Trial)
    public void hasRefusedNone() {
        limit.requireNoneRefused();
    }

    @Benchmark
    public String call() throws Exception {
        return limit.call();
    }
}
