package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of settings in the README, compared with the code. */
class ReadmeTableTest {

    private static final Path README = Path.of("..", "README.md");

    /** A row such as {@code | `max-attempts` | 3 | first call included |}. */
    private static final Pattern ROW = Pattern.compile("^\\|\\s*`([a-z.-]+)`\\s*\\|\\s*`?([^|`]*?)`?\\s*\\|.*");

    static List<Setting> settings() {
        return Setting.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingStandsInItsTableWithTheDefaultOfTheCode(Setting setting) throws IOException {
        Map<String, String> table = tables(Files.readAllLines(README)).getOrDefault(setting.policy(), Map.of());

        assertThat(table)
                .as("README rows below a heading about %s", setting.policy().key())
                .containsKey(setting.key());
        if (setting.dependsOnTheMachine()) {
            assertThat(table.get(setting.key())).contains("processors");
        } else {
            Defaults.assertSame(setting.key(), table.get(setting.key()), setting.codeDefault());
        }
    }

    @Test
    void everyKeyOfTheFleetStandsInItsTableWithTheDefaultOfTheMetadata() throws IOException {
        String readme = Files.readString(README);
        List<String> section =
                readme.substring(readme.indexOf("### `breaker.fleet`")).lines().toList();
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : section.subList(1, section.size())) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2));
            } else if (line.startsWith("#")) {
                break;
            }
        }

        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(Keys.ofFleet().scalars());
        rows.forEach(
                (key, claimed) -> Defaults.assertSame(key, claimed, MetadataTest.defaultValue("breaker.fleet." + key)));
    }

    @Test
    void rowsAreReadBelowTheHeadingOfTheirPolicy() {
        Map<PolicyKind, Map<String, String>> tables = tables(List.of(
                "## Circuit breaker settings",
                "| key | default | meaning |",
                "|---|---|---|",
                "| `failure-rate-threshold` | 50 | percent |",
                "### `breaker.retry`",
                "| `wait-duration` | `500ms` | |",
                "### `breaker.bulkhead.instances.<name>`",
                "| `max-wait-duration` | 0 | |",
                "### `breaker.thread-pool-bulkhead.instances.<name>`",
                "| `queue-capacity` | 100 | |",
                "## Something else",
                "| `other` | 1 | |"));

        assertThat(tables)
                .hasSize(4)
                .containsEntry(PolicyKind.BULKHEAD, Map.of("max-wait-duration", "0"))
                .containsEntry(PolicyKind.THREAD_POOL_BULKHEAD, Map.of("queue-capacity", "100"))
                .containsEntry(PolicyKind.CIRCUITBREAKER, Map.of("failure-rate-threshold", "50"))
                .containsEntry(PolicyKind.RETRY, Map.of("wait-duration", "500ms"));
    }

    private static Map<PolicyKind, Map<String, String>> tables(List<String> lines) {
        Map<PolicyKind, Map<String, String>> tables = new LinkedHashMap<>();
        Map<String, String> current = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("#")) {
                PolicyKind policy = policy(line);
                current = policy == null
                        ? new LinkedHashMap<>()
                        : tables.computeIfAbsent(policy, any -> new LinkedHashMap<>());
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                current.put(row.group(1), row.group(2));
            }
        }
        return tables;
    }

    private static @Nullable PolicyKind policy(String heading) {
        String letters = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return Stream.of(PolicyKind.values())
                .filter(kind -> letters.contains(kind.key().replaceAll("[^a-z]", "")))
                .max(Comparator.comparingInt(kind -> kind.key().length())) // "bulkhead" is in "thread-pool-bulkhead"
                .orElse(null);
    }
}
