package io.breaker.spring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of one instance in one meter registry, which are removed together. Not thread-safe. */
final class MeterSet {

    private final List<Meter> meters = new ArrayList<>();
    private final MeterRegistry registry;
    private final String prefix;
    private final Tags tags;

    /**
     * Makes an empty set.
     *
     * @param registry where the meters go
     * @param prefix what their names begin with, the dot at the end included
     * @param instance the value of their tag {@code name}
     */
    MeterSet(MeterRegistry registry, String prefix, String instance) {
        this.registry = registry;
        this.prefix = prefix;
        this.tags = Tags.of("name", instance);
    }

    /** What is common to all meters of one name: some systems drop series whose description or tags differ. */
    record Family(String name, String description) {}

    <T> void gauge(Family family, Tags more, T source, ToDoubleFunction<T> value) {
        meters.add(Gauge.builder(prefix + family.name, source, value)
                .description(family.description)
                .tags(tags.and(more))
                .register(registry));
    }

    <T> void counter(Family family, Tags more, T source, ToDoubleFunction<T> value) {
        meters.add(FunctionCounter.builder(prefix + family.name, source, value)
                .description(family.description)
                .tags(tags.and(more))
                .register(registry));
    }

    Counter counter(Family family, Tags more) {
        return added(Counter.builder(prefix + family.name)
                .description(family.description)
                .tags(tags.and(more))
                .register(registry));
    }

    Timer timer(Family family, Tags more) {
        return added(Timer.builder(prefix + family.name)
                .description(family.description)
                .tags(tags.and(more))
                .register(registry));
    }

    /** How often something took how many seconds, all together. */
    <T> void timer(Family family, T source, ToLongFunction<T> count, ToDoubleFunction<T> seconds) {
        meters.add(FunctionTimer.builder(prefix + family.name, source, count, seconds, TimeUnit.SECONDS)
                .description(family.description)
                .tags(tags)
                .register(registry));
    }

    /** A number of seconds that grows. */
    <T> void seconds(Family family, T source, ToDoubleFunction<T> value) {
        meters.add(FunctionCounter.builder(prefix + family.name, source, value)
                .description(family.description)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
    }

    private <M extends Meter> M added(M meter) {
        meters.add(meter);
        return meter;
    }

    void removeAll() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
