package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.fleet.FleetConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.ReflectionUtils;

/** What IDEs know about the properties: the generated metadata with the additional part merged in. */
class MetadataTest {

    private static final Map<String, Object> METADATA = read();

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingHasADescriptionAndTheDefaultOfTheCode(Setting setting) {
        assertThat(named("properties")).containsKey(key(setting));

        Map<String, Object> property = named("properties").getOrDefault(key(setting), Map.of());
        assertThat(property.get("description"))
                .asString()
                .matches("[A-Z].*\\.")
                .doesNotStartWith("The ")
                .doesNotContainIgnoringCase("default");
        if (setting.dependsOnTheMachine()) {
            assertThat(property).doesNotContainKey("defaultValue");
            assertThat(property.get("description")).asString().contains("; if not set, ", "processors");
        } else {
            Defaults.assertSame(key(setting), text(property.get("defaultValue")), setting.codeDefault());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void booleansBeginWithWhether(Setting setting) {
        Object description =
                named("properties").getOrDefault(key(setting), Map.of()).get("description");

        assertThat(String.valueOf(description).startsWith("Whether ")).isEqualTo(setting.type() == Boolean.class);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void choicesAndClassesHaveHints(Setting setting) {
        Map<String, Object> hint = named("hints").getOrDefault(key(setting), Map.of());
        if (setting.type().isEnum()) {
            assertThat(values(hint))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(setting.type().getEnumConstants())
                                    .map(Object::toString)
                                    .toList());
        } else if (setting.type() == List.class) {
            assertThat(String.valueOf(hint)).contains("class-reference", "java.lang.Throwable");
        } else if (setting.type() == Class.class) {
            assertThat(String.valueOf(hint)).contains("class-reference", "java.util.function.Predicate");
        } else if (setting.key().equals("exception-classifier")) {
            assertThat(String.valueOf(hint)).contains("spring-bean-reference");
        }
    }

    static List<Setting> settings() {
        return Setting.all();
    }

    @Test
    void generalKeysHaveTheirDefaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        Stream.of(PolicyKind.values())
                .forEach(kind ->
                        defaults.put("breaker." + kind.key() + ".aspect-order", String.valueOf(kind.defaultOrder())));
        Stream.of(PolicyKind.values())
                .forEach(kind -> defaults.put("breaker." + kind.key() + ".metrics.enabled", "true"));
        defaults.put("breaker.fallback.aspect-order", String.valueOf(Integer.MAX_VALUE - 6));
        defaults.put("breaker.metrics.prefix", new BreakerSettings().metricsPrefix());
        defaults.put("breaker.time-source", "precise");
        defaults.put("breaker.dashboard.enabled", "false");
        defaults.put("breaker.dashboard.controls", "false");

        defaults.forEach((key, value) -> assertThat(named("properties").get(key))
                .as(key)
                .isNotNull()
                .containsKey("description")
                .extractingByKey("defaultValue")
                .hasToString(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"circuitbreakers", "ratelimiters"})
    void theSwitchesOfHealthAreDescribed(String component) {
        assertThat(named("properties").get("management.health." + component + ".enabled"))
                .isNotNull()
                .containsEntry("type", "java.lang.Boolean")
                .containsEntry("defaultValue", true)
                .extractingByKey("description")
                .asString()
                .startsWith("Whether ");
    }

    @Test
    void nothingIsDescribedThatDoesNotExist() {
        Set<String> known = settings().stream().map(MetadataTest::key).collect(Collectors.toCollection(TreeSet::new));
        Stream.of(PolicyKind.values())
                .forEach(kind -> known.add("breaker." + kind.key() + ".configs.default.base-config"));

        assertThat(named("properties").keySet().stream().filter(key -> key.contains(".configs.default.")))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(named("properties").keySet())
                .allMatch(key -> YamlApplication.problems(example(key)).isEmpty());
    }

    @Test
    void everyKeyOfTheFleetHasADescriptionAndTheDefaultOfTheCode() {
        FleetSettings defaults = new BreakerSettings().fleet();
        Map<String, @Nullable Object> inCode = new HashMap<>();
        inCode.put("prefix", defaults.prefix());
        inCode.put("startup-timeout", defaults.startupTimeout());
        for (String key : Keys.ofFleet().scalars()) {
            String accessor = DataObjectPropertyName.toDashedForm(key);
            Stream.of(FleetConfig.class.getMethods())
                    .filter(method -> DataObjectPropertyName.toDashedForm(method.getName())
                            .equals(accessor))
                    .filter(method -> !key.equals("instance-id")) // has a random part
                    .forEach(method -> inCode.put(key, ReflectionUtils.invokeMethod(method, defaults.config())));
        }

        assertThat(Keys.ofFleet().scalars()).hasSize(11).allSatisfy(key -> {
            Map<String, Object> property = named("properties").getOrDefault("breaker.fleet." + key, Map.of());
            assertThat(property.get("description"))
                    .asString()
                    .matches("[A-Z].*\\.")
                    .doesNotStartWith("The ")
                    .doesNotContainIgnoringCase("default");
            Defaults.assertSame(key, text(property.get("defaultValue")), inCode.get(key));
        });
        assertThat(inCode).hasSize(8);
        assertThat(named("properties").keySet().stream().filter(key -> key.startsWith("breaker.fleet.")))
                .containsExactlyInAnyOrderElementsOf(Keys.ofFleet().scalars().stream()
                        .map(key -> "breaker.fleet." + key)
                        .toList());
    }

    /** A line of that key whose value, empty, says nothing: the key alone is looked at. */
    private static String example(String key) {
        return key.endsWith(".prefix") || key.endsWith(".instance-id") ? key + ": a" : key + ":";
    }

    private static String key(Setting setting) {
        return "breaker." + setting.policy().key() + ".configs.default." + setting.key();
    }

    private static List<String> values(Map<String, Object> hint) {
        return entries(hint, "values").stream()
                .map(value -> String.valueOf(value.get("value")))
                .toList();
    }

    private static Map<String, Map<String, Object>> named(String section) {
        return entries(METADATA, section).stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.get("name")), entry -> entry));
    }

    @SuppressWarnings("unchecked") // the format of the metadata
    private static List<Map<String, Object>> entries(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) parent.getOrDefault(key, List.of());
    }

    /** {@return the default of a key, as what it stands for} */
    static @Nullable Object defaultValue(String key) {
        Object value = named("properties").getOrDefault(key, Map.of()).get("defaultValue");
        return value instanceof String text && text.matches("\\d.*") ? DurationStyle.detectAndParse(text) : value;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, Object> read() {
        try (InputStream metadata =
                BreakerSettings.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(metadata).isNotNull();
            String json = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            return JsonParserFactory.getJsonParser().parseMap(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
