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

/** Calls refused by a bulkhead or a rate limiter that has no permit left. A call that is let in ends the fork. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class LimitedRefusal {

    @Param
    public LimitSide side;

    Limit limit;

    @Setup
    public void exhaust() {
        limit = side.create(LimitSettings.narrow(new Work.Forbidden()));
        limit.exhaust();
    }

    @TearDown(Level.Trial)
    public void isStillExhausted() {
        limit.requireExhausted();
    }

    @Benchmark
    public Object call() {
        try {
            return limit.call();
        } catch (Exception refused) {
            return refused;
        }
    }
}
