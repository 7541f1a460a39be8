package io.breaker.benchmarks.fleet;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.redis.RedisFleetStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * What a fleet of real instances, in this process, costs Redis: at rest, with healthy calls, with failing calls that do not
 * suffice to open, and open.
 */
public final class RedisCost implements AutoCloseable {

    private static final long TICK_MILLIS = 20;

    private final Redis redis = Redis.start();
    private final Connections connections = new Connections(redis.port());
    private final LettuceConnectionFactory factory = connections.create();
    private final List<CircuitBreakerFleet> fleets = new ArrayList<>();
    private final List<RedisFleetStore> stores = new ArrayList<>();
    private final List<CircuitBreaker> breakers = new ArrayList<>();
    private final ScheduledThreadPoolExecutor caller = new ScheduledThreadPoolExecutor(1);
    private final int instances;
    private final int each;
    private volatile double rate;
    private volatile double failing;

    private RedisCost(int instances, int each) {
        this.instances = instances;
        this.each = each;
        for (int i = 0; i < instances; i++) {
            RedisFleetStore store = new RedisFleetStore(factory, "cost", "");
            CircuitBreakerFleet fleet = CircuitBreakerFleet.of(
                    store, FleetConfig.builder().instanceId("i" + i).build());
            stores.add(store);
            fleets.add(fleet);
            for (int b = 0; b < each; b++) {
                CircuitBreaker breaker = CircuitBreaker.of("b" + b, Kind.FLEET.config());
                fleet.join(breaker);
                breakers.add(breaker);
            }
        }
        caller.scheduleAtFixedRate(this::callSome, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes how many instances and how many breakers each has: 100 and 20 if nothing is said. */
    public static void main(String[] arguments) {
        int instances = arguments.length < 2 ? 100 : Integer.parseInt(arguments[0]);
        int each = arguments.length < 2 ? 20 : Integer.parseInt(arguments[1]);
        System.out.println(instances + " instances with " + each + " breakers each");
        System.out.println(
                "| | load average | exchanges/s | per breaker and instance/s | us in the server each | % of a core | us of a core each | failed exchanges | open % |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        try (RedisCost cost = new RedisCost(instances, each)) {
            cost.measure("at rest", 0, 0);
            cost.measure("1 call/s each", 1, 0);
            cost.measure("10 calls/s each", 10, 0);
            cost.measure("1 call/s each, 40 % fail", 1, 0.4);
            cost.measure("10 calls/s each, 40 % fail", 10, 0.4);
            cost.measure("1 call/s each, all fail", 1, 1);
        }
    }

    private void callSome() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        double wanted = rate * breakers.size() * TICK_MILLIS / 1_000;
        for (long i = (long) (wanted + random.nextDouble()); i > 0; i--) {
            Permit permit = breakers.get(random.nextInt(breakers.size())).tryAcquire();
            if (permit != null && random.nextDouble() < failing) {
                permit.failure(new IllegalStateException("the payment provider does not answer"));
            } else if (permit != null) {
                permit.success();
            }
        }
    }

    private void measure(String title, double callsEach, double share) {
        rate = callsEach;
        failing = share;
        pause(12); // what was before has left the window
        RedisInfo before = info();
        long failedBefore = failed();
        long begin = System.nanoTime();
        pause(20);
        double seconds = (System.nanoTime() - begin) / 1e9;
        RedisInfo.Cost cost = info().since(before);
        long open = breakers.stream()
                .filter(breaker -> breaker.state() != State.CLOSED)
                .count();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.0f | %.2f | %.1f | %.1f | %.1f | %d | %.0f |%n",
                title,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                cost.exchanges() / seconds,
                cost.exchanges() / seconds / instances / each,
                cost.microsPerExchange(),
                100 * cost.cpuSeconds() / seconds,
                1e6 * cost.cpuSeconds() / cost.exchanges(),
                failed() - failedBefore,
                100.0 * open / breakers.size());
    }

    private long failed() {
        return fleets.stream()
                .flatMap(fleet -> fleet.breakers().stream()
                        .map(name -> fleet.snapshot(name).orElseThrow()))
                .mapToLong(FleetSnapshot::failedExchanges)
                .sum();
    }

    private RedisInfo info() {
        try (RedisConnection connection = factory.getConnection()) {
            Properties said = Objects.requireNonNull(connection.serverCommands().info("all"));
            StringBuilder text = new StringBuilder();
            said.forEach(
                    (name, value) -> text.append(name).append(':').append(value).append('\n'));
            return RedisInfo.parse(text.toString());
        }
    }

    private static void pause(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        caller.shutdownNow();
        fleets.forEach(CircuitBreakerFleet::close);
        stores.forEach(RedisFleetStore::close);
        connections.close();
        redis.close();
    }
}
