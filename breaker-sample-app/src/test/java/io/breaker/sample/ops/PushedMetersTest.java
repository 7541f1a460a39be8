package io.breaker.sample.ops;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.datadog.DatadogConfig;
import io.micrometer.datadog.DatadogMeterRegistry;
import io.micrometer.statsd.StatsdConfig;
import io.micrometer.statsd.StatsdFlavor;
import io.micrometer.statsd.StatsdMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What arrives at the other end where metrics are pushed: a local StatsD server, and a local Datadog. */
class PushedMetersTest extends WatchedApp {

    /** The metric, the key and the value of a tag that must have it, and the tags that tell the lines apart. */
    private static final Pattern QUERY =
            Pattern.compile(":(breaker\\.[a-z_.]+)\\{[^}:]*?(?:,(\\w+):(\\w+))?}(?: by \\{([\\w,]+)})?");

    @Autowired
    private List<MeterBinder> binders;

    @Autowired
    private MeterRegistry known;

    @Test
    void dogStatsdGetsEachSeriesWithItsTags() throws IOException {
        try (StatsdReceiver receiver = new StatsdReceiver()) {
            List<StatsdLine> lines = push(receiver, StatsdFlavor.DATADOG, StatsdLine::datadog);

            assertThat(lines)
                    .extracting(line -> line.series().without("statistic"))
                    .isSubsetOf(series(Meter.class))
                    .containsAll(series(Gauge.class));
            assertThat(lines).allMatch(line -> line.value() >= -1);
            assertThat(lines)
                    .extracting(line -> line.series().name() + "|" + line.type())
                    .contains(
                            "breaker.circuitbreaker.calls|ms",
                            "breaker.retry.calls|c",
                            "breaker.circuitbreaker.state|g");
        }
    }

    @Test
    void plainStatsdGetsEachSeriesUnderANameOfItsOwn() throws IOException {
        try (StatsdReceiver receiver = new StatsdReceiver()) {
            List<StatsdLine> lines = push(receiver, StatsdFlavor.ETSY, StatsdLine::etsy);

            Set<String> gauges = lines.stream()
                    .filter(line -> line.type().equals("g"))
                    .map(line -> line.series().name())
                    .collect(toSet());
            assertThat(gauges)
                    .hasSameSizeAs(series(Gauge.class))
                    .contains("breakerCircuitbreakerState.name.redis.state.half_open.statistic.value");
            assertThat(lines).extracting(line -> line.type()).contains("g", "c", "ms");
            // There a gauge with a sign is a step from its last value: see docs/metrics.md.
            assertThat(lines)
                    .filteredOn(line -> line.value() < 0)
                    .allMatch(line -> line.series().name().contains("Rate"));
        }
    }

    @Test
    void datadogGetsEachSeriesWithItsTagsAndAllThatTheDashboardAsksFor() throws IOException {
        try (DatadogReceiver receiver = new DatadogReceiver()) {
            MeterRegistry registry = datadog(receiver);
            bind(registry);
            eventually()
                    .until(() -> registry.get("breaker.retry.calls")
                                    .tag("kind", "successful_without_retry")
                                    .functionCounter()
                                    .count()
                            > 0);
            registry.close(); // pushes what there is

            List<Series> pushed = receiver.points().stream()
                    .map(point -> point.series().without("statistic"))
                    .toList();
            Set<Series> expected = series(Meter.class);
            assertThat(pushed)
                    .hasSizeGreaterThan(80)
                    .allSatisfy(series -> assertThat(expected).containsAnyOf(series, withoutStatistic(series)));
            assertThat(pushed).containsAll(series(Gauge.class));
            assertThat(asked()).allSatisfy(asked -> assertThat(pushed).anyMatch(series -> answers(series, asked)));
        }
    }

    /** Timers have several series, whose names end so. */
    private static Series withoutStatistic(Series series) {
        return new Series(series.name().replaceFirst("\\.(count|sum|avg|max)$", ""), series.tags());
    }

    private <T> List<T> push(StatsdReceiver receiver, StatsdFlavor flavor, Function<String, T> parser) {
        MeterRegistry registry = statsd(receiver, flavor);
        try {
            bind(registry);
            eventually().until(() -> receiver.lines().stream().anyMatch(line -> line.contains("|ms")));
            int sofar = receiver.lines().size();
            eventually().until(() -> receiver.lines().size() > sofar + 500);
        } finally {
            registry.close();
        }
        return receiver.lines().stream().map(parser).toList();
    }

    private void bind(MeterRegistry registry) {
        binders.stream()
                .filter(binder -> binder.getClass().getPackageName().startsWith("io.breaker"))
                .forEach(binder -> binder.bindTo(registry));
    }

    private static MeterRegistry statsd(StatsdReceiver receiver, StatsdFlavor flavor) {
        StatsdConfig config = key -> switch (key) {
            case "statsd.flavor" -> flavor.name();
            case "statsd.host" -> "localhost";
            case "statsd.port" -> Integer.toString(receiver.port());
            case "statsd.pollingFrequency" -> "100ms";
            default -> null;
        };
        return new StatsdMeterRegistry(config, Clock.SYSTEM);
    }

    private static MeterRegistry datadog(DatadogReceiver receiver) {
        DatadogConfig config = key -> switch (key) {
            case "datadog.apiKey" -> "none";
            case "datadog.uri" -> receiver.uri();
            case "datadog.step" -> Duration.ofSeconds(1).toString();
            default -> null;
        };
        return DatadogMeterRegistry.builder(config).build();
    }

    /** The series that Breaker has in the application, by Micrometer's names, without the tag that all of the application's have. */
    private Set<Series> series(Class<? extends Meter> type) {
        return known.getMeters().stream()
                .filter(type::isInstance)
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("breaker."))
                .map(id -> new Series(id.getName(), id.getTags().stream().collect(toMap(Tag::getKey, Tag::getValue))))
                .map(series -> series.without("application"))
                .collect(toSet());
    }

    private static List<MatchResult> asked() throws IOException {
        List<MatchResult> asked =
                QUERY.matcher(OpsFiles.text(OpsFiles.DATADOG)).results().toList();
        assertThat(asked).hasSizeGreaterThan(30);
        return asked;
    }

    private static boolean answers(Series series, MatchResult asked) {
        String key = asked.group(2);
        String by = asked.group(4) == null ? "name" : asked.group(4);
        return series.name().equals(asked.group(1))
                && (key == null || asked.group(3).equals(series.tags().get(key)))
                && Stream.of(by.split(",", -1))
                        .allMatch(tag -> tag.equals("host") || series.tags().containsKey(tag));
    }
}
