package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.fleet.InMemoryFleetStore;
import io.breaker.ratelimiter.RateLimiterConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/** Settings that are right by themselves and do not fit each other. */
class MisfitTest {

    private static final String DAILY = """
            breaker.circuitbreaker:
              configs.daily.sliding-window-size: 86400
            """;

    private static List<String> messages(String yaml) {
        return YamlApplication.problems(yaml).stream().map(Problem::message).toList();
    }

    @Test
    void aRefusedRateLimiterDoesNotStartWithTheDefaultLimit() {
        assertThat(YamlApplication.problems("breaker.ratelimiter.instances.a.limit-refresh-period: 10ns"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.ratelimiter.instances.a.limit-refresh-period is 10ns: does not fit: "
                                    + "limit-for-period is 50: must be at most one for each nanosecond of "
                                    + "limit-refresh-period, which is PT0.00000001S");
                    assertThat(problem.origin()).contains("application.yml");
                    assertThat(problem.action())
                            .isEqualTo("Give limit-refresh-period or limit-for-period another value.");
                });
    }

    /** Whatever a refusal names, such as a default, it must stop the application. */
    @ParameterizedTest
    @CsvSource({
        "limitForPeriod is 50: must fit timeoutDuration, .timeout-duration is 5s: does not fit",
        "limitForPeriod is 50: must fit, ' does not fit'",
        "no, ' does not fit'"
    })
    void aRefusalOfWhatNobodyHasWrittenIsNotLost(String refusal, String blamed) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addFirst(
                new MapPropertySource("file", Map.of("breaker.ratelimiter.instances.a.timeout-duration", "5s")));
        Problems problems = new Problems();
        PolicySettings.Kind<RateLimiterDraft, RateLimiterConfig> refusing = new PolicySettings.Kind<>(
                PolicyKind.RATELIMITER,
                RateLimiterProperties::new,
                RateLimiterDraft::empty,
                draft -> {
                    throw new IllegalArgumentException(refusal);
                },
                new Customizers<RateLimiterConfigCustomizer, RateLimiterDraft>(
                        null, RateLimiterConfigCustomizer.class, (customizer, name, draft) -> {}));
        PolicySettings<RateLimiterDraft, RateLimiterConfig> settings = new PolicySettings<>(
                refusing,
                () -> KeyTree.entry(refusing.keys()),
                new PropertyView(sources),
                new Collaborators(null),
                problems);

        assertThat(settings.instances()).containsExactly("a");
        assertThat(problems.all())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("breaker.ratelimiter.instances.a" + blamed)
                .endsWith(Rules.dashed(refusal));
    }

    /** With the right value or key, all would fit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ sliding-window-type: TIME, sliding-window-size: 86400 }",
                "{ sliding-window-typ: TIME_BASED, sliding-window-size: 86400 }",
                "{ base-config: dayly, sliding-window-size: 86400 }"
            })
    void whatDoesNotFitTheDefaultInPlaceOfAMistakeIsNoSecondMistake(String instance) {
        assertThat(messages("""
            breaker.circuitbreaker:
              configs.daily.sliding-window-type: TIME_BASED
              instances.a: %s
            """.formatted(instance))).singleElement().asString().doesNotContain("86400");
    }

    /** What is in force is what was meant. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "instances.a: { sliding-window-size: 86400, failure-rate-threshold: 0 }",
                "{ configs.default.sliding-window-type: TIME, instances.a: { sliding-window-type: COUNT_BASED,"
                        + " sliding-window-size: 86400 } }",
                "{ configs.default.nothing: 1, instances.a: { sliding-window-type: COUNT_BASED,"
                        + " sliding-window-size: 86400 } }"
            })
    void aMistakeElsewhereHidesNone(String settings) {
        assertThat(messages("breaker.circuitbreaker:\n  " + settings))
                .hasSize(2)
                .anyMatch(message -> message.contains("86400"));
    }

    private static List<Problem> problemsInAFleet(String yaml) {
        return YamlApplication.problems(YamlApplication.of(yaml).withBean(InMemoryFleetStore.class));
    }

    @Test
    void aFleetsWindowMustNotBeMuchLongerThanTheFastOne() {
        assertThat(problemsInAFleet("""
            breaker.circuitbreaker.instances.a:
              fleet: { enabled: true, windowDuration: 61s }
            """)).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.circuitbreaker.instances.a.fleet.window-duration is 61s: "
                            + "must be at most 30 times fast-window.span, which is PT2S");
            assertThat(problem.action())
                    .isEqualTo("Give fleet.window-duration a value that is at most 30 times fast-window.span, "
                            + "which is PT2S, or remove it.");
        });
        assertThat(problemsInAFleet("""
            breaker.circuitbreaker:
              configs.default.fast-window.span: 100ms
              instances.a.fleet.enabled: true
              instances.b.fleet.enabled: false
            """)).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.circuitbreaker.configs.default.fast-window.span is 100ms: does not fit: "
                            + "fleet.window-duration is PT10S: must be at most 30 times fast-window.span, "
                            + "which is PT0.1S (in instances.a)");
            assertThat(problem.action()).isEqualTo("Give fast-window.span or fleet.window-duration another value.");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast-window.spam: 1h", "fast-windw: { span: 1h }", "fast-window.span: 1x"})
    void whatDoesNotFitTheDefaultInPlaceOfAMistakeBelowAKeyIsNoSecondMistake(String mistake) {
        assertThat(problemsInAFleet("""
            breaker.circuitbreaker.instances.a:
              fleet: { enabled: true, window-duration: 5m }
              %s
            """.formatted(mistake)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .doesNotContain("window-duration");
    }

    @Test
    void aNamedConfigIsNotCheckedAsIfItWereAnInstance() {
        assertThat(messages(DAILY + "  instances.a: { base-config: daily, sliding-window-type: TIME_BASED }\n"))
                .isEmpty();
        assertThat(messages(DAILY + "  configs.hourly: { base-config: daily, sliding-window-type: TIME_BASED }\n"))
                .isEmpty();
    }

    @Test
    void aConfigThatFitsNoneOfItsInstancesIsNamedWithThem() {
        assertThat(YamlApplication.problems(DAILY + """
                  instances:
                    a: { base-config: daily, sliding-window-type: TIME_BASED }
                    b: { base-config: daily }
                    c: { base-config: daily }
                """)).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo(
                            "breaker.circuitbreaker.configs.daily.sliding-window-size is 86400: must be from 1 to 32767"
                                    + " where sliding-window-type is COUNT_BASED (in instances.b, instances.c)");
            assertThat(problem.action())
                    .isEqualTo("Give sliding-window-size a value that is from 1 to 32767 where sliding-window-type is"
                            + " COUNT_BASED, or remove it.");
        });
    }

    @Test
    void aConfigThatNobodyUsesIsStillLookedAt() {
        assertThat(messages(DAILY))
                .containsExactly("breaker.circuitbreaker.configs.daily.sliding-window-size is 86400: must be from 1 to"
                        + " 32767 where sliding-window-type is COUNT_BASED");
    }

    @Test
    void theDefaultsAreLookedAtEvenIfTheyFitAllInstances() {
        assertThat(messages("""
            breaker.circuitbreaker:
              configs.default.sliding-window-size: 86400
              instances.a.sliding-window-type: TIME_BASED
            """))
                .containsExactly("breaker.circuitbreaker.configs.default.sliding-window-size is 86400: must be from 1"
                        + " to 32767 where sliding-window-type is COUNT_BASED");
    }

    @Test
    void namesKeysAndTheInstanceWhoseMaximumIsTooSmall() {
        assertThat(messages("""
            breaker:
              thread-pool-bulkhead:
                configs.default.core-thread-pool-size: 5
                instances: { "[pay.ment]": { max-thread-pool-size: 4 }, stock: { max-thread-pool-size: 3 } }
              ratelimiter.instances.redis: { limit-for-period: 1000, limit-refresh-period: 500ns }
            """))
                .containsExactlyInAnyOrder(
                        "breaker.thread-pool-bulkhead.configs.default.core-thread-pool-size is 5: "
                                + "must be at most max-thread-pool-size, which is 4 (in instances[pay.ment])",
                        "breaker.thread-pool-bulkhead.configs.default.core-thread-pool-size is 5: "
                                + "must be at most max-thread-pool-size, which is 3 (in instances.stock)",
                        "breaker.ratelimiter.instances.redis.limit-for-period is 1000: must be at most one for each "
                                + "nanosecond of limit-refresh-period, which is PT0.0000005S");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsNeedAJavaThatHasThem() {
        String java =
                "false before Java 21, and this is Java " + Runtime.version().feature();

        assertThat(YamlApplication.problems("breaker.thread-pool-bulkhead.instances.redis.virtual-threads-enabled: on"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.thread-pool-bulkhead.instances.redis.virtual-threads-enabled is true: "
                                    + "must be " + java);
                    assertThat(problem.action())
                            .isEqualTo("Give virtual-threads-enabled a value that is " + java + ", or remove it.");
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreThereOnLaterJavas() {
        BreakerSettings settings =
                YamlApplication.settings("breaker.thread-pool-bulkhead.instances.redis.virtual-threads-enabled: on");

        assertThat(settings.threadPoolBulkhead("redis").virtualThreadsEnabled()).isTrue();
    }
}
