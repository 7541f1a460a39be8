package io.breaker.benchmarks.retained;

import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.tools.JavaProcess;
import java.util.List;

/**
 * What one breaker keeps on the heap.
 *
 * @param side whose breaker
 * @param breakers how many of them were made
 * @param threads how many threads called through each
 * @param bytes the bytes that one of them keeps
 */
public record Retained(Side side, int breakers, int threads, long bytes) {

    private static final int MANY = 10_000;
    /** Sentinel looks after 6,000 resources and lets calls to others pass. */
    private static final int SENTINEL = 5_000;
    /** Breakers of Hystrix are too large for more. */
    private static final int HYSTRIX = 1_000;

    /** {@return the side's figure, from a virtual machine of its own} */
    public static Retained measure(Side side, int threads) {
        int most = switch (side) {
            case SENTINEL -> SENTINEL;
            case HYSTRIX -> HYSTRIX;
            default -> MANY;
        };
        return measure(side, most, threads);
    }

    static Retained measure(Side side, int breakers, int threads) {
        String output = JavaProcess.run(
                System.getProperty("java.class.path"),
                List.of("-Xmx3g", "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0"),
                Keeper.class,
                List.of(side.name(), Integer.toString(breakers), Integer.toString(threads)));
        return new Retained(side, breakers, threads, JavaProcess.number(output, Keeper.BYTES));
    }
}
