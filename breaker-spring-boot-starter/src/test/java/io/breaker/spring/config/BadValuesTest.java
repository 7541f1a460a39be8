package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

class BadValuesTest {

    private static final String PERCENT = "must be above 0 and at most 100";
    private static final String POSITIVE = "must be longer than 0";
    private static final String NOT_NEGATIVE = "must not be negative";
    private static final String AT_LEAST_ONE = "must be at least 1";

    /** Every number and duration, with a value outside its range and the rule that it breaks. */
    private static final Map<String, String> OUT_OF_RANGE = Map.ofEntries(
            Map.entry("failure-rate-threshold", "0: " + PERCENT),
            Map.entry("slow-call-rate-threshold", "100.1: " + PERCENT),
            Map.entry("slow-call-duration-threshold", "0ms: " + POSITIVE),
            Map.entry("sliding-window-size", "0: " + AT_LEAST_ONE),
            Map.entry("minimum-number-of-calls", "-1: " + AT_LEAST_ONE),
            Map.entry("permitted-number-of-calls-in-half-open-state", "32768: must be from 1 to 32767"),
            Map.entry("max-wait-duration-in-half-open-state", "-1: " + NOT_NEGATIVE),
            Map.entry("wait-duration-in-open-state", "PT0S: " + POSITIVE),
            Map.entry("exponential-backoff-multiplier", "0.9: " + AT_LEAST_ONE),
            Map.entry("exponential-max-wait-duration-in-open-state", "0s: " + POSITIVE),
            Map.entry("randomized-wait-factor", "1: must be at least 0 and below 1"),
            Map.entry("event-consumer-buffer-size", "-1: must be from 0 to 10000"),
            Map.entry("fast-window.calls", "-1: must be at least 0"),
            Map.entry("fast-window.rate", "0: " + PERCENT),
            Map.entry("fast-window.span", "0ms: must be from PT0.001S to PT1H"),
            Map.entry("recovery.ramp-duration", "-1s: " + NOT_NEGATIVE),
            Map.entry("recovery.initial-share", "101: " + PERCENT),
            Map.entry("fleet.window-duration", "0s: " + POSITIVE),
            Map.entry("max-attempts", "0: " + AT_LEAST_ONE),
            Map.entry("wait-duration", "-500ms: " + NOT_NEGATIVE),
            Map.entry("exponential-max-wait-duration", "-1s: " + POSITIVE),
            Map.entry("max-duration", "-1ms: " + NOT_NEGATIVE),
            Map.entry("max-retry-after-duration", "-1s: " + NOT_NEGATIVE),
            Map.entry("limit-for-period", "0: " + AT_LEAST_ONE),
            Map.entry("limit-refresh-period", "0ms: " + POSITIVE),
            Map.entry("max-concurrent-calls", "0: " + AT_LEAST_ONE),
            Map.entry("max-wait-duration", "-1: " + NOT_NEGATIVE),
            Map.entry("core-thread-pool-size", "0: " + AT_LEAST_ONE),
            Map.entry("max-thread-pool-size", "-4: " + AT_LEAST_ONE),
            Map.entry("queue-capacity", "-1: must be at least 0"),
            Map.entry("keep-alive-duration", "-20ms: " + NOT_NEGATIVE),
            Map.entry("ratelimiter timeout-duration", "-1s: " + NOT_NEGATIVE),
            Map.entry("timelimiter timeout-duration", "0: " + POSITIVE));

    static Stream<Setting> ranged() {
        return Setting.all().stream()
                .filter(setting -> Number.class.isAssignableFrom(setting.type()) || setting.type() == Duration.class);
    }

    static Stream<Setting> typed() {
        return Setting.all().stream()
                .filter(setting ->
                        !List.of(List.class, Class.class, String.class).contains(setting.type()));
    }

    static Stream<Setting> classes() {
        return Setting.all().stream().filter(setting -> setting.type() == List.class || setting.type() == Class.class);
    }

    @ParameterizedTest
    @MethodSource("ranged")
    void namesValuesOutsideTheirRange(Setting setting) {
        String key = OUT_OF_RANGE.containsKey(setting.toString()) ? setting.toString() : setting.key();
        assertThat(OUT_OF_RANGE).as("bad values").containsKey(key);
        String bad = OUT_OF_RANGE.getOrDefault(key, "");

        assertThat(problem(setting, bad.substring(0, bad.indexOf(": "))).message())
                .isEqualTo(key(setting) + " is " + bad);
    }

    @ParameterizedTest
    @MethodSource("typed")
    void namesValuesOfTheWrongType(Setting setting) {
        assertThat(problem(setting, "nonsense").message()).isEqualTo(key(setting) + " is nonsense: " + rule(setting));
    }

    private static String rule(Setting setting) {
        if (setting.type().isEnum()) {
            String choices = Stream.of(setting.type().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
            return "must be " + choices.replaceFirst(", (\\w+)$", " or $1");
        }
        return Map.of(
                        "Integer", "must be a whole number",
                        "Double", "must be a number",
                        "Boolean", "must be true or false",
                        "Duration", "must be a duration such as 500ms, 2s or PT1M")
                .getOrDefault(setting.type().getSimpleName(), "no rule");
    }

    @ParameterizedTest
    @MethodSource("classes")
    void namesClassesThatDoNotExist(Setting setting) {
        assertThat(problem(setting, "com.example.Nope").message())
                .isEqualTo(key(setting) + " is com.example.Nope: there is no such class");
    }

    @ParameterizedTest
    @MethodSource("classes")
    void namesClassesOfTheWrongKind(Setting setting) {
        String kind = setting.type() == List.class ? "Throwable" : "Predicate";

        assertThat(problem(setting, "java.lang.String").message())
                .isEqualTo(key(setting) + " is java.lang.String: must be a " + kind);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    breaker.circuitbreaker.aspect-order,    first, must be a whole number
                    breaker.retry.aspect-order,             1.5,   must be a whole number
                    breaker.fallback.aspect-order,          x,     must be a whole number
                    breaker.circuitbreaker.metrics.enabled, maybe, must be true or false
                    breaker.retry.metrics.enabled,          2,     must be true or false
                    breaker.ratelimiter.aspect-order,       1.0x,  must be a whole number
                    breaker.timelimiter.metrics.enabled,    jein,  must be true or false
                    breaker.bulkhead.aspect-order,          last,  must be a whole number
                    breaker.thread-pool-bulkhead.metrics.enabled, perhaps, must be true or false
                    breaker.observations.enabled,           maybe, must be true or false
                    breaker.time-source,                    exact, must be precise or coarse
                    breaker.dashboard.enabled,              maybe, must be true or false
                    breaker.dashboard.controls,             2,     must be true or false
                    breaker.metrics.prefix,                 a.b.,  'must be words of letters, digits, dashes and underscores, with a dot between two'
                    breaker.retry.configs.default.max-attempts, 99999999999, must be a whole number of at most 2147483647
                    """)
    void namesBadValuesOutsideOfInstances(String key, String value, String rule) {
        assertThat(YamlApplication.problems(key + ": " + value))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(key + " is " + value + ": " + rule);
    }

    @Test
    void saysWhereAValueStandsAndHowToMendIt() {
        List<Problem> problems = YamlApplication.problems("""
                breaker:
                  circuitbreaker:
                    instances:
                      CB_Redis:
                        failureRateThreshold: 0
                """);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.circuitbreaker.instances.CB_Redis.failure-rate-threshold is 0: "
                            + "must be above 0 and at most 100");
            assertThat(problem.origin()).endsWith("application.yml] - 5:31");
            assertThat(problem.action())
                    .isEqualTo("Give failure-rate-threshold a value that is above 0 and at most 100, or remove it.");
        });
    }

    @Test
    void namesAnInheritedMistakeOnceWhereItIsWritten() {
        List<Problem> problems = YamlApplication.problems("""
                breaker.circuitbreaker:
                  configs:
                    default: { sliding-window-size: 40000, failure-rate-threshold: 0 }
                    old: { slow-call-duration-threshold: 5x }
                  instances:
                    a: { base-config: old }
                    b: { base-config: old }
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "breaker.circuitbreaker.configs.default.sliding-window-size is 40000: must be from 1 to 32767"
                                + " where sliding-window-type is COUNT_BASED",
                        "breaker.circuitbreaker.configs.default.failure-rate-threshold is 0: "
                                + "must be above 0 and at most 100",
                        "breaker.circuitbreaker.configs.old.slow-call-duration-threshold is 5x: "
                                + "must be a duration such as 500ms, 2s or PT1M");
    }

    @Test
    void aWindowOfSecondsMayBeLargerThanOneOfCalls() {
        assertThat(YamlApplication.problems("""
                        breaker.circuitbreaker:
                          configs.default: { sliding-window-size: 40000, sliding-window-type: TIME_BASED }
                          instances.fine: {}
                        """)).isEmpty();
        assertThat(YamlApplication.problems("""
                        breaker.circuitbreaker:
                          configs.default: { sliding-window-size: 40000, sliding-window-type: TIME_BASED }
                          instances.wrong: { sliding-window-type: count-based }
                        """))
                .extracting(Problem::message)
                .containsExactly(
                        "breaker.circuitbreaker.configs.default.sliding-window-size is 40000: must be from 1 to 32767"
                                + " where sliding-window-type is COUNT_BASED (in instances.wrong)");
    }

    @Test
    void looksAtEachClassOfAListByItself() {
        List<Problem> problems = YamlApplication.problems("""
                breaker.retry.instances.redis:
                  ignore-exceptions: java.io.IOException, com.example.Nope , java.lang.String
                  retry-exceptions:
                    - java.io.IOException
                    - com.example.Gone
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "breaker.retry.instances.redis.ignore-exceptions is com.example.Nope: there is no such class",
                        "breaker.retry.instances.redis.ignore-exceptions is java.lang.String: must be a Throwable",
                        "breaker.retry.instances.redis.retry-exceptions[1] is com.example.Gone: there is no such class");
    }

    @Test
    void showsWhatAPlaceholderBecame() {
        List<Problem> problems = YamlApplication.problems("""
                max: 0
                breaker.retry.instances.redis: { max-attempts: "${max}", wait-duration: "${nobody}" }
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "breaker.retry.instances.redis.max-attempts is 0 (from ${max}): must be at least 1",
                        "breaker.retry.instances.redis.wait-duration is ${nobody}: "
                                + "must be a duration such as 500ms, 2s or PT1M");
        assertThat(problems)
                .extracting(Problem::action)
                .containsExactlyInAnyOrder(
                        "Give max-attempts a value that is at least 1, or remove it.",
                        "Give the placeholder a value, or a default as in ${name:default}.");
    }

    @ParameterizedTest
    @CsvSource({
        "ignore-exceptions, there is no such class",
        "record-failure-predicate, there is no such class",
        "exception-classifier, there is no bean of that name",
        "base-config, there is no config of that name"
    })
    void aPlaceholderWithoutAValueIsNotMendedByAnotherClassOrName(String key, String rule) {
        assertThat(YamlApplication.problems("breaker.circuitbreaker.instances.redis." + key + ": ${nobody}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.circuitbreaker.instances.redis." + key + " is ${nobody}: " + rule);
                    assertThat(problem.action())
                            .isEqualTo("Give the placeholder a value, or a default as in ${name:default}.");
                });
    }

    @Test
    void aPlaceholderInAListStandsForAClass() {
        assertThat(YamlApplication.settings("""
                        exception: java.io.IOException
                        breaker.retry.instances.redis.ignore-exceptions: [ "${exception}", "${other:java.lang.Error}" ]
                        """).retry("redis").ignoreExceptions())
                .containsExactly(IOException.class, Error.class);
        assertThat(YamlApplication.problems("""
                        breaker.retry.instances.redis.ignore-exceptions: [ "${exception:com.example.Nope}" ]
                        """))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("breaker.retry.instances.redis.ignore-exceptions[0] is com.example.Nope: "
                        + "there is no such class");
    }

    @Test
    void nothingBetweenTwoCommasIsNoClassAndNoMistake() {
        assertThat(YamlApplication.settings("""
                        breaker.retry.instances.redis.ignore-exceptions: "java.io.IOException,,java.lang.Error,"
                        """).retry("redis").ignoreExceptions())
                .containsExactly(IOException.class, Error.class);
    }

    @Test
    void aNothingInAListIsAMistake() {
        assertThat(YamlApplication.problems("""
                        breaker.retry.instances.redis.ignore-exceptions: [ java.io.IOException, "" ]
                        """))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("breaker.retry.instances.redis.ignore-exceptions[1] is empty: there is no such class");
    }

    /** Spring would count the choices from 0. */
    @ParameterizedTest
    @CsvSource({"circuitbreaker.instances.redis.initial-state", "time-source"})
    void aNumberIsNoChoice(String key) {
        assertThat(YamlApplication.problems("breaker." + key + ": 1"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("breaker." + key + " is 1: must be ");
    }

    @Test
    void aSourceThatCannotBeReadIsOneMoreProblem() {
        ApplicationContextRunner application = YamlApplication.of("breaker.retry.instances.redis.wait-duration: 1s")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(
                                new MapPropertySource(
                                        "encrypted", Map.of("breaker.retry.instances.redis.max-attempts", "secret")) {
                                    @Override
                                    public @Nullable Object getProperty(String name) {
                                        if (name.endsWith("max-attempts")) {
                                            throw new IllegalStateException("wrong key");
                                        }
                                        return super.getProperty(name);
                                    }
                                }));

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("breaker.retry.instances.redis.max-attempts is unreadable (wrong key): "
                        + "must be a whole number");
    }

    @Test
    void aPlaceholderThatHoldsItselfIsReported() {
        assertThat(YamlApplication.problems("""
                        a: ${a}
                        breaker.retry.instances.redis.max-attempts: ${a}
                        """))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("breaker.retry.instances.redis.max-attempts is ${a}: must be a whole number");
    }

    private static Problem problem(Setting setting, String value) {
        List<Problem> problems = YamlApplication.problems(key(setting) + ": " + value);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static String key(Setting setting) {
        return "breaker." + setting.policy().key() + ".instances.redis." + setting.key();
    }
}
