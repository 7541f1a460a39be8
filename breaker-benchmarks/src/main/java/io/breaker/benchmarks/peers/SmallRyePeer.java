package io.breaker.benchmarks.peers;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.faulttolerance.api.TypedGuard.Builder.CircuitBreakerBuilder;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * SmallRye Fault Tolerance without CDI, with suppliers that are adapted once. It knows count windows alone, and cannot be
 * opened by hand. Names of breakers are unique in a virtual machine.
 */
final class SmallRyePeer implements Peer {

    private final String name;
    private final TypedGuard<String> breaker;
    private final Supplier<String> guarded;
    private final Supplier<String> retried;
    private final Supplier<String> retriedAndGuarded;

    SmallRyePeer(Settings settings) {
        this.name = settings.name();
        this.breaker = breaker(TypedGuard.create(String.class), settings)
                .name(name)
                .done()
                .build();
        this.guarded = breaker.adaptSupplier(settings.work());
        this.retried = retry(TypedGuard.create(String.class)).build().adaptSupplier(settings.work());
        this.retriedAndGuarded = retry(
                        breaker(TypedGuard.create(String.class), settings).done())
                .build()
                .adaptSupplier(settings.work());
    }

    private static CircuitBreakerBuilder<String> breaker(TypedGuard.Builder<String> builder, Settings settings) {
        return builder.withCircuitBreaker()
                .requestVolumeThreshold(Settings.WINDOW_CALLS)
                .failureRatio(settings.failurePercent() / 100.0)
                .delay(Settings.OPEN.toMinutes(), ChronoUnit.MINUTES);
    }

    private static TypedGuard.Builder<String> retry(TypedGuard.Builder<String> builder) {
        return builder.withRetry()
                .maxRetries(Settings.ATTEMPTS - 1)
                .delay(Settings.RETRY_WAIT.toMillis(), ChronoUnit.MILLIS)
                .done();
    }

    @Override
    public String call() {
        return guarded.get();
    }

    @Override
    public String retry() {
        return retried.get();
    }

    @Override
    public String retryAroundBreaker() {
        return retriedAndGuarded.get();
    }

    @Override
    public void open() {
        Driver.untilOpen(() -> breaker.get(Driver.FAILING));
    }

    @Override
    public boolean isClosed() {
        return CircuitBreakerMaintenance.get().currentState(name) == CircuitBreakerState.CLOSED;
    }

    @Override
    public long recorded() {
        return -1;
    }

    @Override
    public Object breaker() {
        return breaker;
    }
}
