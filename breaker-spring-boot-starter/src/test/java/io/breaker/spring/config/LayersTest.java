package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.fleet.InMemoryFleetStore;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayersTest {

    /** Outermost first: library, configs.default, a chain of three, instance. */
    private static final List<String> LAYERS =
            List.of("", "configs.default", "configs.oldest", "configs.older", "configs.old", "instances.CB_Redis");

    @ParameterizedTest
    @EnumSource
    void everySettingIsInheritedByItselfFromTheNearestLayerThatHasIt(PolicyKind policy) {
        List<Setting> settings = Setting.of(policy).toList();
        for (int shift = 0; shift < LAYERS.size(); shift++) {
            BreakerSettings read = read(yaml(policy, settings, shift));
            for (int i = 0; i < settings.size(); i++) {
                int nearest = (i + shift) % LAYERS.size();
                assertThat(settings.get(i).inForce(read, "CB_Redis"))
                        .as("%s down to %s", settings.get(i), LAYERS.get(nearest))
                        .isEqualTo(expected(settings, i, shift));
            }
        }
    }

    private static @Nullable Object expected(List<Setting> settings, int i, int shift) {
        Object expected = Samples.expected(settings.get(i), (i + shift) % LAYERS.size());
        if (settings.get(i).key().equals("max-thread-pool-size") && expected instanceof Integer threads) {
            int core = settings.stream().map(Setting::key).toList().indexOf("core-thread-pool-size");
            Object atLeast = Samples.expected(settings.get(core), (core + shift) % LAYERS.size());
            return Math.max(threads, (Integer) Objects.requireNonNull(atLeast));
        }
        return isDefaultOfAFleet(settings, i, shift)
                ? Map.of("fast-window.calls", 10, "recovery.ramp-duration", Duration.ofSeconds(30))
                        .get(settings.get(i).key())
                : expected;
    }

    /** Whether nothing sets it, and the breaker is in a fleet. */
    private static boolean isDefaultOfAFleet(List<Setting> settings, int i, int shift) {
        int enabled = settings.stream().map(Setting::key).toList().indexOf("fleet.enabled");
        return (i + shift) % LAYERS.size() == 0
                && List.of("fast-window.calls", "recovery.ramp-duration")
                        .contains(settings.get(i).key())
                && Boolean.TRUE.equals(Samples.expected(settings.get(enabled), (enabled + shift) % LAYERS.size()));
    }

    private static String yaml(PolicyKind policy, List<Setting> settings, int shift) {
        List<String> lines = new ArrayList<>(List.of(
                "configs.oldest.base-config=default",
                "configs.older.base-config=oldest",
                "configs.old.base-config=older",
                "instances.CB_Redis.base-config=old"));
        for (int i = 0; i < settings.size(); i++) {
            for (int layer = 1; layer <= (i + shift) % LAYERS.size(); layer++) {
                Setting setting = settings.get(i);
                lines.add(LAYERS.get(layer) + "." + setting.key() + "=" + Samples.written(setting, layer));
            }
        }
        return lines.stream()
                .map(line -> "breaker." + policy.key() + "." + line.replace("=", ": "))
                .collect(Collectors.joining("\n"));
    }

    private static BreakerSettings read(String yaml) {
        BreakerSettings[] read = new BreakerSettings[1];
        YamlApplication.of(yaml)
                .withUserConfiguration(Samples.Classifiers.class)
                .withBean(InMemoryFleetStore.class)
                .run(context -> read[0] = context.getBean(BreakerSettings.class));
        return read[0];
    }

    @ParameterizedTest
    @EnumSource
    void everySetterHasItsLineInApply(PolicyKind policy) {
        assertThat(Setting.keys(policy).settings()).containsExactlyInAnyOrderElementsOf(setters(policy));
    }

    private static Set<String> setters(PolicyKind policy) {
        Set<String> all = Setting.of(policy).map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
        all.add("base-config");
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfTheCoreAreSpeltLikeTheKeys(PolicyKind policy) {
        assertThat(Setting.of(policy).filter(setting -> setting.key().matches(".*[-.].*")))
                .allSatisfy(
                        setting -> assertThat(Rules.dashed(setting.accessor())).isEqualTo(setting.key()));
    }

    @ParameterizedTest
    @EnumSource
    void everyAccessorOfTheConfigurationsHasAKeyButForFunctions(PolicyKind policy) {
        Object config = Setting.config(policy, new BreakerSettings(), "anything");

        assertThat(accessors(config.getClass()))
                .isNotEmpty()
                .filteredOn(key ->
                        !List.of("retry-after-function", "task-decorator").contains(key))
                .isSubsetOf(setters(policy));
    }

    private static List<String> accessors(Class<?> config) {
        return Arrays.stream(config.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("toBuilder"))
                .map(Rules::dashed)
                .toList();
    }

    @Test
    void aNameThatNobodyConfiguresGetsTheDefaultConfig() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.circuitbreaker:
                  configs.default.failure-rate-threshold: 7
                  instances.redis.failure-rate-threshold: 8
                """);

        assertThat(settings.circuitBreaker("other").failureRateThreshold()).isEqualTo(7);
        assertThat(settings.circuitBreaker("redis").failureRateThreshold()).isEqualTo(8);
        assertThat(settings.instances(PolicyKind.CIRCUITBREAKER)).containsExactly("redis");
    }

    @Test
    void theDefaultConfigMayInheritToo() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.retry:
                  configs:
                    house: { max-attempts: 7, wait-duration: 1s }
                    default: { base-config: house, wait-duration: 2s }
                  instances:
                    redis: {}
                """);

        assertThat(settings.retry("redis").maxAttempts()).isEqualTo(7);
        assertThat(settings.retry("redis").waitDuration()).hasSeconds(2);
    }

    @Test
    void anEmptyListTakesInheritedExceptionsAway() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.circuitbreaker:
                  configs.default.ignore-exceptions: java.io.IOException, java.lang.IllegalStateException
                  instances:
                    all: {}
                    none: { ignore-exceptions: [] }
                """);

        assertThat(settings.circuitBreaker("all").ignoreExceptions()).hasSize(2);
        assertThat(settings.circuitBreaker("none").ignoreExceptions()).isEmpty();
    }

    @Test
    void theMinimumFollowsASmallerCountWindow() {
        BreakerSettings settings =
                YamlApplication.settings("breaker.circuitbreaker.instances.redis.sliding-window-size: 10");

        assertThat(settings.circuitBreaker("redis").minimumNumberOfCalls()).isEqualTo(10);
    }
}
