package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.TimeSource;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.InMemoryFleetStore;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ReflectionUtils;

/**
 * Random files, right and wrong: either the configuration that they say, or one report that names what is wrong. {@code
 * -Dfuzz.runs} sets how many files each test makes, {@code -Dfuzz.seed} which ones; a failure prints the seed of its file,
 * with which {@code -Dfuzz.runs=1} makes it again.
 */
class YamlFuzzTest {

    private static final int RUNS = Integer.getInteger("fuzz.runs", 150);
    private static final int REAL_STARTS = Math.max(1, Math.min(30, RUNS / 50));
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final Map<PolicyKind, Map<String, Setting>> SETTINGS = settings();

    private static Map<PolicyKind, Map<String, Setting>> settings() {
        Map<PolicyKind, Map<String, Setting>> all = new LinkedHashMap<>();
        for (PolicyKind policy : PolicyKind.values()) {
            Map<String, Setting> byKey = new LinkedHashMap<>();
            Setting.of(policy).forEach(setting -> byKey.put(setting.key(), setting));
            all.put(policy, byKey);
        }
        return all;
    }

    private interface Run {
        /** {@return the file} */
        String yaml();

        void check();
    }

    private static void each(int runs, Function<Random, Run> maker) {
        for (long seed = SEED; seed < SEED + runs; seed++) {
            Run run = maker.apply(new Random(seed));
            try {
                run.check();
            } catch (Throwable failed) {
                throw new AssertionError(
                        "with -Dfuzz.runs=1 -Dfuzz.seed=" + seed + ": " + failed + "\n" + run.yaml(), failed);
            }
        }
    }

    @Test
    void theTableIsTheContracts() {
        for (PolicyKind policy : PolicyKind.values()) {
            assertThat(FuzzKey.of(policy).stream().map(FuzzKey::key))
                    .containsExactlyInAnyOrderElementsOf(
                            Objects.requireNonNull(SETTINGS.get(policy)).keySet());
        }
    }

    @Test
    void rightFilesGiveTheConfigurationThatTheySay() {
        each(RUNS, YamlFuzzTest::right);
    }

    private static Run right(Random random) {
        FuzzFile file = FuzzFile.random(random);
        String yaml = FuzzYaml.of(file.tree(random), random);
        return run(yaml, () -> {
            FuzzStart start = FuzzStart.of(FuzzStart.parse(yaml));
            assertThat(start.errors()).isEmpty();
            checkSettings(file, start.settings());
            checkWarnings(file, start.warnings());
            if (random.nextInt(20) == 0) {
                checkOthers(file, start.settings());
            }
        });
    }

    private static Run run(String yaml, Runnable check) {
        return new Run() {
            @Override
            public String yaml() {
                return yaml.length() < 20_000 ? yaml : yaml.substring(0, 20_000) + "...";
            }

            @Override
            public void check() {
                check.run();
            }
        };
    }

    private static void checkSettings(FuzzFile file, BreakerSettings settings) {
        file.policies.forEach((kind, policy) -> {
            assertThat(settings.instances(kind))
                    .containsExactlyElementsOf(
                            policy.instances.stream().map(FuzzFile.Entry::name).toList());
            for (FuzzFile.Entry instance : policy.instances) {
                checkInstance(kind, instance.name(), file.expected(kind, instance), settings);
            }
        });
        assertThat(settings.metricsPrefix()).isEqualTo(file.general("metrics.prefix", "breaker"));
        for (PolicyKind kind : PolicyKind.values()) {
            assertThat(settings.metricsEnabled(kind)).isEqualTo(file.general(kind.key() + ".metrics.enabled", true));
        }
        checkFleet(file, settings.fleet());
        assertThat(settings.timeSource() == TimeSource.coarse() ? "coarse" : "precise")
                .isEqualTo(file.general("time-source", "precise"));
    }

    private static void checkFleet(FuzzFile file, FleetSettings fleet) {
        FleetConfig config = fleet.config();
        assertThat(fleet.prefix()).isEqualTo(file.general("fleet.prefix", "breaker"));
        assertThat(fleet.scope()).isEqualTo(file.general("fleet.scope", ""));
        assertThat(config.instanceId()).isEqualTo(file.general("fleet.instance-id", config.instanceId()));
        assertThat(config.syncInterval()).isEqualTo(file.general("fleet.sync-interval", Duration.ofSeconds(1)));
        assertThat(config.leaseDuration()).isEqualTo(file.general("fleet.lease-duration", Duration.ofSeconds(5)));
        assertThat(config.quorumMinimum()).isEqualTo(file.general("fleet.quorum-minimum", 2));
        assertThat(config.quorumFraction()).isEqualTo(file.general("fleet.quorum-fraction", 0.0));
        assertThat(config.detachAfter()).isEqualTo(file.general("fleet.detach-after", Duration.ofSeconds(2)));
        assertThat(config.commandTimeout()).isEqualTo(file.general("fleet.command-timeout", Duration.ofMillis(100)));
        assertThat(fleet.startupTimeout()).isEqualTo(file.general("fleet.startup-timeout", Duration.ofMillis(250)));
    }

    /** What the registries make of a name that no file has. */
    private static void checkOthers(FuzzFile file, BreakerSettings settings) {
        FuzzFile.Entry other = new FuzzFile.Entry(FuzzStart.UNHEARD_OF);
        for (PolicyKind kind : PolicyKind.values()) {
            checkInstance(kind, other.name(), file.expected(kind, other), settings);
        }
    }

    private static void checkInstance(
            PolicyKind kind, String name, Map<String, @Nullable Object> expected, BreakerSettings settings) {
        Map<String, Setting> byKey = Objects.requireNonNull(SETTINGS.get(kind));
        expected.forEach((key, value) -> {
            Object inForce = Objects.requireNonNull(byKey.get(key)).inForce(settings, name);
            if (!Objects.equals(inForce, value)) {
                assertThat(inForce).as("%s of %s %s", key, kind.key(), name).isEqualTo(value);
            }
        });
    }

    private static void checkWarnings(FuzzFile file, List<Problem> warnings) {
        List<String> expected = Stream.concat(
                        Objects.requireNonNull(file.policies.get(PolicyKind.CIRCUITBREAKER)).instances.stream()
                                .filter(file::cannotTrip)
                                .map(FuzzFile.Entry::name),
                        file.cannotTrip(new FuzzFile.Entry(FuzzStart.UNHEARD_OF))
                                ? Stream.of(FuzzStart.UNHEARD_OF)
                                : Stream.empty())
                .toList();
        assertThat(warnings.stream()
                        .map(warning -> warning.message().replaceAll("^.* can never trip: |\\.$", ""))
                        .flatMap(names -> Stream.of(names.split(", ", -1))))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void wrongFilesGiveAReportThatNamesTheMistake() {
        each(RUNS, YamlFuzzTest::wrong);
    }

    private static Run wrong(Random random) {
        FuzzFile file = FuzzFile.random(random);
        Map<String, Object> tree = file.tree(random);
        List<FuzzMutation> mistakes = FuzzMutation.some(file, tree, random);
        String yaml = FuzzYaml.of(tree, random);
        return run("# " + mistakes + "\n" + yaml, () -> {
            FuzzStart start = FuzzStart.of(FuzzStart.parse(yaml));
            checkReport(mistakes, start.errors());
        });
    }

    private static void checkReport(List<FuzzMutation> mistakes, List<Problem> errors) {
        for (FuzzMutation mistake : mistakes) {
            assertThat(errors).as("names %s", mistake).anyMatch(mistake::isNamedIn);
        }
        assertThat(errors)
                .as("names nothing but %s", mistakes)
                .allMatch(error -> mistakes.stream().anyMatch(mistake -> mistake.explains(error)));
        assertThat(new BreakerStartupException(errors).getMessage()).startsWith("Breaker found ");
    }

    /** Scribbles on the text itself. What the parser refuses is its own business. */
    @Test
    void scribbledFilesGiveAReportOrHaveOnlyKeysThatExist() {
        each(RUNS, YamlFuzzTest::scribbled);
    }

    private static Run scribbled(Random random) {
        StringBuilder text =
                new StringBuilder(FuzzYaml.of(FuzzFile.random(random).tree(random), random));
        for (int left = 1 + random.nextInt(6); left > 0; left--) {
            scribble(text, random);
        }
        String yaml = text.toString();
        return run(yaml, () -> {
            List<PropertySource<?>> parsed;
            try {
                parsed = FuzzStart.parse(yaml);
            } catch (RuntimeException notYaml) {
                return;
            }
            FuzzStart start = FuzzStart.of(parsed);
            if (start.errors().isEmpty()) {
                parsed.forEach(YamlFuzzTest::checkKeys);
            } else {
                assertThat(new BreakerStartupException(start.errors()).getMessage())
                        .startsWith("Breaker found ");
            }
        });
    }

    private static void scribble(StringBuilder text, Random random) {
        String marks = ":-{}[]\"'#,.&*!|>%@`~ \n\t\\$0aZüé漢\u0000\u00a0\u2028";
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        char mark = marks.charAt(random.nextInt(marks.length()));
        switch (random.nextInt(5)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, mark);
            case 2 -> text.setCharAt(at, mark);
            case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            default -> text.delete(at, end);
        }
        if (text.isEmpty()) {
            text.append(mark);
        }
    }

    private static void checkKeys(PropertySource<?> source) {
        for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
            if (key.startsWith("breaker.")) {
                assertThat(FuzzGrammar.knows(key, source.getProperty(key)))
                        .as("a file that starts says %s", key)
                        .isTrue();
            }
        }
    }

    @Test
    void realStartsAgree() {
        each(REAL_STARTS, random -> {
            FuzzFile file = FuzzFile.random(random);
            String yaml = FuzzYaml.of(file.tree(random), random);
            return run(
                    yaml,
                    () -> YamlApplication.of(yaml)
                            .withUserConfiguration(Samples.Classifiers.class)
                            .withBean(InMemoryFleetStore.class)
                            .run(context -> {
                                assertThat(context).hasNotFailed();
                                checkSettings(file, context.getBean(BreakerSettings.class));
                                checkRegistries(file, context);
                            }));
        });
    }

    private static void checkRegistries(FuzzFile file, ConfigurableApplicationContext context) {
        BreakerSettings settings = context.getBean(BreakerSettings.class);
        for (PolicyKind kind : PolicyKind.values()) {
            assertThat(context.getBean(kind.registry()).all())
                    .hasSameSizeAs(Objects.requireNonNull(file.policies.get(kind)).instances)
                    .allSatisfy(instance -> assertThat(instance)
                            .extracting(YamlFuzzTest::configOf)
                            .isSameAs(Setting.config(kind, settings, instance.name())));
        }
    }

    private static @Nullable Object configOf(Object instance) {
        Method accessor = Objects.requireNonNull(ReflectionUtils.findMethod(instance.getClass(), "config"));
        return ReflectionUtils.invokeMethod(accessor, instance);
    }

    @Test
    void realStartsFailWithTheSameReport() {
        each(REAL_STARTS, random -> {
            FuzzFile file = FuzzFile.random(random);
            Map<String, Object> tree = file.tree(random);
            List<FuzzMutation> mistakes = FuzzMutation.some(file, tree, random);
            String yaml = FuzzYaml.of(tree, random);
            return run(
                    "# " + mistakes + "\n" + yaml,
                    () -> YamlApplication.of(yaml)
                            .withUserConfiguration(Samples.Classifiers.class)
                            .withBean(InMemoryFleetStore.class)
                            .run(context -> {
                                Throwable failure = context.getStartupFailure();
                                assertThat(failure).isInstanceOf(BreakerStartupException.class);
                                if (failure instanceof BreakerStartupException report) {
                                    checkReport(mistakes, report.problems());
                                    assertThat(new BreakerFailureAnalyzer()
                                                    .analyze(failure, report)
                                                    .getDescription())
                                            .startsWith("Breaker found ");
                                }
                            }));
        });
    }
}
