package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class NamesTest {

    @Test
    void refusesTwoSpellingsThatSpringTakesForOneName() {
        List<Problem> problems = YamlApplication.problems("""
                breaker:
                  circuitbreaker:
                    instances:
                      CB_REDIS: { failure-rate-threshold: 5 }
                      cb-redis: { sliding-window-size: 5 }
                """);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.circuitbreaker.instances.cb-redis is the same name as CB_REDIS: "
                            + "Spring tells names apart by letters and digits alone, in lower case");
            assertThat(problem.origin()).endsWith("application.yml] - 5:40");
            assertThat(problem.action()).isEqualTo("Spell it CB_REDIS everywhere, or choose another name.");
        });
    }

    @Test
    void oneNameInTwoFilesIsOneInstance() {
        ApplicationContextRunner application = YamlApplication.of("""
                breaker.retry.instances.CB_REDIS: {}
                ---
                breaker.retry.instances.CB_REDIS: { max-attempts: 5 }
                """);

        withSettings(application, settings -> {
            assertThat(settings.instances(PolicyKind.RETRY)).containsExactly("CB_REDIS");
            assertThat(settings.retry("CB_REDIS").maxAttempts()).isEqualTo(5);
        });
    }

    @Test
    void environmentVariablesOverrideAnInstanceAndAddNone() {
        ApplicationContextRunner application = withVariables(
                "breaker.circuitbreaker.instances.CB_REDIS: { sliding-window-size: 5, failure-rate-threshold: 5 }",
                Map.of(
                        "BREAKER_CIRCUITBREAKER_INSTANCES_CBREDIS_SLIDINGWINDOWSIZE", "7",
                        "BREAKER_CIRCUITBREAKER_INSTANCES_CB_REDIS_FAILURE_RATE_THRESHOLD", "8"));

        withSettings(application, settings -> {
            assertThat(settings.instances(PolicyKind.CIRCUITBREAKER)).containsExactly("CB_REDIS");
            assertThat(settings.circuitBreaker("CB_REDIS").slidingWindowSize()).isEqualTo(7);
            assertThat(settings.circuitBreaker("CB_REDIS").failureRateThreshold())
                    .isEqualTo(8);
        });
    }

    @Test
    void environmentVariablesAloneMakeAnInstanceToo() {
        withSettings(
                withVariables("", Map.of("BREAKER_RETRY_INSTANCES_REDIS_MAXATTEMPTS", "5")),
                settings -> assertThat(settings.instances(PolicyKind.RETRY)).containsExactly("redis"));
        withSettings(
                withVariables("", Map.of("BREAKER_RETRY_INSTANCES_REDIS_WHATEVER", "5")),
                settings -> assertThat(settings.instances(PolicyKind.RETRY)).isEmpty());
    }

    @Test
    void environmentVariablesReachSettingsBelowAKey() {
        for (String variable : List.of("FASTWINDOW_CALLS", "FAST_WINDOW_CALLS")) {
            withSettings(
                    withVariables("", Map.of("BREAKER_CIRCUITBREAKER_INSTANCES_REDIS_" + variable, "7")), settings -> {
                        assertThat(settings.instances(PolicyKind.CIRCUITBREAKER))
                                .containsExactly("redis");
                        assertThat(settings.circuitBreaker("redis").fastWindowCalls())
                                .isEqualTo(7);
                    });
        }
    }

    @Test
    void namesTheEnvironmentVariableThatHoldsABadValue() {
        ApplicationContextRunner application = withVariables(
                "breaker.retry.instances.CB_REDIS: {}", Map.of("BREAKER_RETRY_INSTANCES_CBREDIS_MAXATTEMPTS", "x"));

        assertThat(YamlApplication.problems(application)).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.retry.instances.CB_REDIS.max-attempts is x: must be a whole number");
            assertThat(problem.origin()).contains("BREAKER_RETRY_INSTANCES_CBREDIS_MAXATTEMPTS");
        });
    }

    @Test
    void namesABaseConfigThatIsMissing() {
        List<Problem> problems = YamlApplication.problems("""
                breaker.circuitbreaker:
                  configs:
                    slow: {}
                    quick: { base-config: unheard-of }
                  instances:
                    redis: { base-config: slwo }
                    fine: { base-config: default }
                """);

        assertThat(problems)
                .extracting(problem -> problem.message() + " | " + problem.action())
                .containsExactly(
                        "breaker.circuitbreaker.configs.quick.base-config is unheard-of: "
                                + "there is no config of that name | There are: slow, quick.",
                        "breaker.circuitbreaker.instances.redis.base-config is slwo: "
                                + "there is no config of that name | Did you mean slow? There are: slow, quick.");
    }

    @Test
    void showsACircleOfBaseConfigsOnce() {
        List<Problem> problems = YamlApplication.problems("""
                breaker.circuitbreaker:
                  configs:
                    a: { base-config: b }
                    b: { base-config: c }
                    c: { base-config: a }
                    before: { base-config: a }
                    self: { base-config: self }
                  instances:
                    redis: { base-config: a }
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "breaker.circuitbreaker.configs.a.base-config is b: "
                                + "configs must not inherit in a circle (a -> b -> c -> a)",
                        "breaker.circuitbreaker.configs.self.base-config is self: "
                                + "configs must not inherit in a circle (self -> self)");
    }

    @Test
    void readsPlaceholdersAndRandomValues() {
        BreakerSettings settings = YamlApplication.settings("""
                base: house
                attempts: 6
                breaker.retry:
                  configs.house.wait-duration: ${wait:3s}
                  instances.redis: { base-config: "${base}", max-attempts: "${attempts}" }
                  instances.lucky: { max-attempts: "${random.int(1,9)}" }
                """);

        assertThat(settings.retry("redis").maxAttempts()).isEqualTo(6);
        assertThat(settings.retry("redis").waitDuration()).hasSeconds(3);
        assertThat(settings.retry("lucky").maxAttempts()).isBetween(1, 9);
    }

    private static ApplicationContextRunner withVariables(String yaml, Map<String, Object> variables) {
        return YamlApplication.of(yaml)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                "systemEnvironment",
                                new SystemEnvironmentPropertySource("systemEnvironment", variables)));
    }

    private static void withSettings(ApplicationContextRunner application, Consumer<BreakerSettings> check) {
        application.run(context -> check.accept(context.getBean(BreakerSettings.class)));
    }
}
