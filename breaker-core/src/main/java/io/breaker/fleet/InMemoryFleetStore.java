package io.breaker.fleet;

import io.breaker.EventPublisher;
import io.breaker.Subscription;
import io.breaker.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fleet's meeting place in memory, for tests and for several breakers of one process. All answers are there at once. A
 * breaker of which nobody has spoken for an hour is forgotten, unless its open waits or an override are longer.
 */
public final class InMemoryFleetStore implements FleetStore {

    /** Far from 0, which stands for never. */
    private static final long START_MILLIS = 1L << 40;

    private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();
    private static final long SWEEP_MILLIS = Duration.ofMinutes(1).toMillis();

    private final ConcurrentHashMap<String, FleetRecord> records = new ConcurrentHashMap<>();
    private final EventPublisher<String> hints = new EventPublisher<>("the fleet store in memory");
    private final AtomicLong swept = new AtomicLong();
    private final TimeSource time;
    private final long origin;

    /** Makes an empty store on the system's clock. */
    public InMemoryFleetStore() {
        this(TimeSource.precise());
    }

    /**
     * Makes an empty store.
     *
     * @param time its clock
     */
    public InMemoryFleetStore(TimeSource time) {
        this.time = time;
        this.origin = time.nanoTime();
    }

    @Override
    public CompletableFuture<FleetView> exchange(FleetReport report) {
        Answer answer = new Answer();
        records.compute(report.breaker(), (name, record) -> answer.to(report, record, nowMillis()));
        if (answer.changed) {
            hints.publish(report.breaker());
        }
        sweep(nowMillis());
        return answer.view;
    }

    @Override
    public CompletableFuture<Void> leave(String breaker, String instance) {
        records.computeIfPresent(breaker, (name, record) -> {
            record.instances.remove(instance);
            if (instance.equals(record.holder)) {
                record.dropLease();
            }
            return record;
        });
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(Consumer<String> listener) {
        return hints.subscribe(String.class, listener);
    }

    /** Does nothing: there is nothing to end. */
    @Override
    public void close() {}

    /** {@return how many breakers it knows} */
    int size() {
        return records.size();
    }

    private long nowMillis() {
        return START_MILLIS + Math.floorDiv(time.nanoTime() - origin, NANOS_PER_MILLI);
    }

    private void sweep(long now) {
        long last = swept.get();
        if (Math.abs(now - last) >= SWEEP_MILLIS && swept.compareAndSet(last, now)) {
            records.keySet()
                    .forEach(breaker ->
                            records.computeIfPresent(breaker, (name, record) -> now >= record.expires ? null : record));
        }
    }

    /** Leaves the step that nothing comes between. */
    private static final class Answer {

        private final CompletableFuture<FleetView> view = new CompletableFuture<>();
        private boolean changed;

        FleetRecord to(FleetReport report, @Nullable FleetRecord kept, long now) {
            FleetRecord record = kept == null || now >= kept.expires ? new FleetRecord(now) : kept;
            Exchange exchange = new Exchange(report, record, now);
            exchange.run();
            changed = exchange.hasChanged();
            view.complete(exchange.view());
            return record;
        }
    }
}
