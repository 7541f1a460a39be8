package io.breaker.benchmarks.retained;

import io.breaker.benchmarks.peers.Peer;
import io.breaker.benchmarks.peers.Settings;
import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.peers.Work;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Makes many breakers, calls through each of them, and prints what one of them keeps on the heap: the difference that they
 * make to the heap in use after collections, so that static tables and shared objects are counted as they come.
 */
final class Keeper {

    static final String BYTES = "bytes: ";
    private static final int CALLS = 10;
    private static final int WARM_UP = 100;
    private static final int LEAST_COLLECTIONS = 5;
    private static final int MOST_COLLECTIONS = 20;
    private static final Supplier<String> WORK = new Work.Succeeding();

    private Keeper() {}

    /** Arguments: the side, how many breakers, and how many threads call through each. */
    public static void main(String[] arguments) {
        try {
            measure(arguments);
        } catch (InterruptedException | RuntimeException | Error failed) {
            System.out.println("failed: " + failed);
            System.exit(1); // some libraries keep threads
        }
        System.exit(0);
    }

    private static void measure(String[] arguments) throws InterruptedException {
        Side side = Side.valueOf(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        List<Object> warm = new ArrayList<>();
        List<Object> kept = new ArrayList<>(count);
        List<String> names = names("breaker-", count);
        List<Peer> peers = new ArrayList<>(count);
        make(side, names("warm-", WARM_UP), threads, peers, warm);
        long before = heapInUse();
        try {
            make(side, names, threads, peers, kept);
            System.out.println(BYTES + (heapInUse() - before) / count);
        } finally {
            Reference.reachabilityFence(warm);
            Reference.reachabilityFence(kept);
            Reference.reachabilityFence(names);
        }
    }

    private static List<String> names(String beginning, int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(beginning + i);
        }
        return names;
    }

    /** The list of adapters is made beforehand and emptied afterwards, so that it stands in both figures alike. */
    private static void make(Side side, List<String> names, int threads, List<Peer> peers, List<Object> kept)
            throws InterruptedException {
        for (String name : names) {
            peers.add(side.create(new Settings(name, WORK, 50)));
        }
        use(peers, threads);
        peers.forEach(peer -> kept.add(peer.breaker()));
        peers.clear();
    }

    private static void use(List<Peer> peers, int threads) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < threads; i++) {
            Thread caller = new Thread(() -> {
                try {
                    for (Peer peer : peers) {
                        for (int call = 0; call < CALLS; call++) {
                            peer.call();
                        }
                    }
                } catch (Exception | Error why) {
                    thrown.add(why);
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        if (!thrown.isEmpty()) {
            throw new IllegalStateException("a call failed, so nothing was measured", thrown.peek());
        }
    }

    /** Collects until a collection finds nothing more; some garbage needs a few, with other threads' work in between. */
    private static long heapInUse() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (i >= LEAST_COLLECTIONS && used - now < used / 10_000) {
                return now;
            }
            used = now;
        }
        return used;
    }
}
