package io.breaker.benchmarks.peers;

import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** SmallRye Fault Tolerance's limits without CDI, with suppliers that are adapted once. */
final class SmallRyeLimit implements Limit {

    private final LongAdder refused;
    private final Supplier<String> guarded;

    private SmallRyeLimit(LimitSettings settings, TypedGuard.Builder<String> builder, LongAdder refused) {
        this.refused = refused;
        this.guarded = builder.build().adaptSupplier(settings.work());
    }

    static Limit bulkhead(LimitSettings settings) {
        LongAdder refused = new LongAdder();
        TypedGuard.Builder<String> builder = TypedGuard.create(String.class)
                .withBulkhead()
                .limit(settings.permits())
                .onRejected(refused::increment)
                .done();
        return new SmallRyeLimit(settings, builder, refused);
    }

    static Limit rate(LimitSettings settings) {
        LongAdder refused = new LongAdder();
        TypedGuard.Builder<String> builder = TypedGuard.create(String.class)
                .withRateLimit()
                .limit(settings.permits())
                .window(settings.period().toMillis(), ChronoUnit.MILLIS)
                .onRejected(refused::increment)
                .done();
        return new SmallRyeLimit(settings, builder, refused);
    }

    @Override
    public String call() {
        return guarded.get();
    }

    @Override
    public long refused() {
        return refused.sum();
    }
}
