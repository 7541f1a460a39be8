package io.breaker.benchmarks.spring;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/** Calls of a bean's annotated methods, in an application as it stands in production: with actuator and Prometheus. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills in the parameter and calls the setup
public class AnnotatedCalls {

    @Param
    public Hosting hosting;

    ConfigurableApplicationContext context;
    GuardedBean bean;

    @Setup
    public void start() {
        context = Host.start(hosting);
        bean = context.getBean(GuardedBean.class);
    }

    /** Also looks whether what was measured is what was meant: the one breaker closed, the other open. */
    @TearDown(Level.Trial)
    public void stop() {
        try {
            require("done", bean.breaker());
            require("done", bean.breakerWithFallback());
            require("done", bean.retryAroundBreaker());
            require("instead", bean.fallbackAfterRejection());
        } finally {
            context.close();
        }
    }

    private static void require(String expected, String returned) {
        if (!returned.equals(expected)) {
            throw new IllegalStateException("a call returned '" + returned + "', not '" + expected + "'");
        }
    }

    @Benchmark
    public String breaker() {
        return bean.breaker();
    }

    @Benchmark
    public String breakerWithFallback() {
        return bean.breakerWithFallback();
    }

    @Benchmark
    public String retryAroundBreaker() {
        return bean.retryAroundBreaker();
    }

    @Benchmark
    public String fallbackAfterRejection() {
        return bean.fallbackAfterRejection();
    }
}
