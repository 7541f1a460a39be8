package io.breaker.sample.ops;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The tables of docs/metrics.md against the running application. */
class MetersDocTest extends WatchedApp {

    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(breaker\\.[a-z_.]+)` \\|([a-z`, ]*)\\| (gauge|counter|timer) \\| `(\\w+)` \\| .+ \\|$");

    @Autowired
    private MeterRegistry meters;

    @Test
    void theDocListsEachMeterWithItsTagsAndType() throws IOException {
        Map<String, String> documented = rows().stream()
                .collect(toMap(
                        row -> row.group(1),
                        row -> (row.group(2).replaceAll("[`, ]+", " ").strip() + " " + row.group(3)).strip()));
        Map<String, String> exported = new TreeMap<>();
        for (Meter meter : meters.getMeters()) {
            if (meter.getId().getName().startsWith("breaker.")) {
                exported.put(meter.getId().getName(), (tags(meter.getId()) + " " + type(meter.getId())).strip());
            }
        }

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(exported);
    }

    @Test
    void theDocHasTheNamesThatPrometheusSees() throws IOException {
        List<String> scraped = api.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("# TYPE breaker_"))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_seconds_max"))
                .toList();

        assertThat(rows()).extracting(row -> row.group(4)).containsExactlyInAnyOrderElementsOf(scraped);
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(OpsFiles.text(OpsFiles.METERS)).results().toList();
    }

    private static String tags(Meter.Id id) {
        return String.join(
                " ",
                id.getTags().stream()
                        .map(Tag::getKey)
                        .filter(key -> !key.equals("name") && !key.equals("application"))
                        .toList());
    }

    private static String type(Meter.Id id) {
        return id.getType().name().toLowerCase(Locale.ROOT);
    }
}
