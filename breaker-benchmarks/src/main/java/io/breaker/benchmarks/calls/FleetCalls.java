package io.breaker.benchmarks.calls;

import io.breaker.Body;
import io.breaker.benchmarks.fleet.PathSide;
import io.breaker.benchmarks.fleet.Subject;
import io.breaker.benchmarks.peers.Work;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreaker;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Calls through a breaker in a fleet, and through one alone: a healthy one while it is closed, and refused ones. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class FleetCalls {

    @Param
    public PathSide side;

    Subject subject;
    CircuitBreaker breaker;
    Body<String, RuntimeException> body;

    @Setup
    public void prepare(BenchmarkParams benchmark) {
        String name = benchmark.getBenchmark();
        CircuitBreaker.State state = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "closed" -> CircuitBreaker.State.CLOSED;
            case "open" -> CircuitBreaker.State.OPEN;
            default -> CircuitBreaker.State.HALF_OPEN;
        };
        Supplier<String> work = state == CircuitBreaker.State.CLOSED ? new Work.Succeeding() : new Work.Forbidden();
        body = work::get;
        subject = Subject.of(side, state);
        breaker = subject.breaker();
    }

    @TearDown(Level.Trial)
    public void isInItsState() {
        try (Subject ending = subject) {
            ending.check();
        }
    }

    @Benchmark
    public String closed() {
        return breaker.call(body);
    }

    @Benchmark
    public Object open() {
        return refused();
    }

    @Benchmark
    public Object halfOpen() {
        return refused();
    }

    private Object refused() {
        try {
            return breaker.call(body);
        } catch (CallNotPermittedException refused) {
            return refused;
        }
    }
}
