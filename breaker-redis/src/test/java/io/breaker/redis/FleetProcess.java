package io.breaker.redis;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.fleet.FleetConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An instance of a service: calls a provider fifty times a second, and says on its output where its breaker stands. */
final class FleetProcess {

    private FleetProcess() {}

    /**
     * Runs until it is killed.
     *
     * @param args Redis' port, the provider's port, the instance's name
     */
    public static void main(String[] args) {
        RedisFleetStore store = new RedisFleetStore(Clients.lettuce(Integer.parseInt(args[0])), "breaker", "");
        FleetConfig config = FleetConfig.builder()
                .instanceId(args[2])
                .commandTimeout(Duration.ofSeconds(1)) // the machine is busy
                .leaseDuration(Duration.ofSeconds(1))
                .syncInterval(Duration.ofMillis(300))
                .build();
        CircuitBreaker breaker = CircuitBreaker.of(
                "payment",
                CircuitBreakerConfig.builder()
                        .fleetEnabled(true)
                        .minimumNumberOfCalls(20)
                        .waitDurationInOpenState(Duration.ofMillis(500))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recoveryRampDuration(Duration.ofSeconds(2))
                        .build());
        breaker.on(Transition.class, transition -> System.out.println(transition.to()));
        CircuitBreakerFleet fleet = CircuitBreakerFleet.of(store, config);
        fleet.join(breaker).join();
        System.out.println(breaker.state());
        int provider = Integer.parseInt(args[1]);
        while (fleet.snapshot("payment").isPresent()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            call(breaker, provider);
        }
    }

    private static void call(CircuitBreaker breaker, int provider) {
        CircuitBreaker.Permit permit = breaker.tryAcquire();
        if (permit == null) {
            return;
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider)) {
            if (socket.getInputStream().read() == 'y') {
                permit.success();
            } else {
                permit.failure(new IOException("refused"));
            }
        } catch (IOException e) {
            permit.failure(e);
        }
    }
}
