package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KeyCheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    circuitbreaker.instances.redis.failure-rate-treshold: 5 | circuitbreaker.instances.redis.failure-rate-treshold | key; did you mean failure-rate-threshold?
                    circuitbreaker.instances.redis.failur_rateThreshold: 5  | circuitbreaker.instances.redis.failur_rateThreshold  | key; did you mean failure-rate-threshold?
                    circuitbreaker.configs.default.failure.rate-threshold: 5 | circuitbreaker.configs.default.failure.rate-threshold | key; did you mean failure-rate-threshold?
                    circuitbreaker.instances.redis.fast-windw.calls: 5      | circuitbreaker.instances.redis.fast-windw.calls | key; did you mean fast-window.calls?
                    circuitbreaker.instances.redis.fast-window.cals: 5      | circuitbreaker.instances.redis.fast-window.cals | key; did you mean calls?
                    circuitbreaker.instances.redis.fast-window-calls: 5     | circuitbreaker.instances.redis.fast-window-calls | key; did you mean fast-window.calls?
                    circuitbreaker.instances.redis.fleetEnabled: true       | circuitbreaker.instances.redis.fleetEnabled   | key; did you mean fleet.enabled?
                    circuitbreaker.configs.default.recovery.ramp: 5s        | circuitbreaker.configs.default.recovery.ramp  | key
                    circuitbreaker.fleet.enabled: true                      | circuitbreaker.fleet.enabled                  | key
                    retry.instances.redis.fleet.enabled: true               | retry.instances.redis.fleet.enabled           | key
                    retry.instances.redis.sliding-window-size: 5            | retry.instances.redis.sliding-window-size            | key
                    circuit-braker.instances.redis.sliding-window-size: 5   | circuit-braker  | policy; known: bulkhead, circuitbreaker, ratelimiter, retry, thread-pool-bulkhead, timelimiter; did you mean circuitbreaker?
                    cache.instances.redis.size: 5                           | cache           | policy; known: bulkhead, circuitbreaker, ratelimiter, retry, thread-pool-bulkhead, timelimiter
                    bulkhead.instances.redis.max-concurent-calls: 5         | bulkhead.instances.redis.max-concurent-calls | key; did you mean max-concurrent-calls?
                    bulkhead.instances.redis.fair-call-handling: true       | bulkhead.instances.redis.fair-call-handling | key; did you mean fair-call-handling-enabled?
                    ratelimiter.configs.default.limit-per-period: 5         | ratelimiter.configs.default.limit-per-period | key; did you mean limit-for-period?
                    ratelimiter.instances.redis.refresh-period: 5           | ratelimiter.instances.redis.refresh-period | key; did you mean limit-refresh-period?
                    timelimiter.instances.redis.timeout: 5s                 | timelimiter.instances.redis.timeout | key
                    timelimiter.instances.redis.timeout-duraton: 5s         | timelimiter.instances.redis.timeout-duraton | key; did you mean timeout-duration?
                    thread-pool-bulkhead.instances.a.queue-capicity: 5      | thread-pool-bulkhead.instances.a.queue-capicity | key; did you mean queue-capacity?
                    thread-pool-bulkhead.instances.a.max-concurrent-calls: 5 | thread-pool-bulkhead.instances.a.max-concurrent-calls | key
                    bulkhead.instances.a.queue-capacity: 5                  | bulkhead.instances.a.queue-capacity | key
                    threadpoolbulkheads.instances.a.queue-capacity: 5       | threadpoolbulkheads | policy; known: bulkhead, circuitbreaker, ratelimiter, retry, thread-pool-bulkhead, timelimiter; did you mean thread-pool-bulkhead?
                    retry.instances.redis.retry-after-duration: 5s          | retry.instances.redis.retry-after-duration | key; did you mean max-retry-after-duration?
                    time-sorce: coarse                                      | time-sorce      | key; did you mean time-source?
                    dashboard.enabeld: true                                 | dashboard.enabeld | key; did you mean enabled?
                    dashboard.control: true                                 | dashboard.control | key; did you mean controls?
                    dashbord.enabled: true                                  | dashbord          | key; did you mean dashboard?
                    metrics.perfix: a                                       | metrics.perfix  | key; did you mean prefix?
                    circuitbreaker.instance.redis.sliding-window-size: 5    | circuitbreaker.instance | key; did you mean instances?
                    retry.metrics.percentiles.enabled: true                 | retry.metrics.percentiles | key
                    whatever: true                                          | whatever        | key
                    """)
    void namesUnknownKeysAndTheNearestRightOne(String line, String key, String rest) {
        assertThat(YamlApplication.problems("breaker." + line))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("breaker." + key + " is unknown: Breaker has no such " + rest);
    }

    @Test
    void refusesOneKeyInTwoSpellingsInOneFile() {
        List<Problem> problems = YamlApplication.problems("""
                breaker:
                  timeSource: coarse
                  time-source: precise
                  retry.instances.redis:
                    max-attempts: 5
                    maxAttempts: 6
                    retry-exceptions: [ java.io.IOException ]
                    retry_exceptions: java.lang.Error
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactly(
                        "breaker.time-source is the same key as breaker.timeSource: "
                                + "Spring takes one of them and drops the other",
                        "breaker.retry.instances.redis.maxAttempts is the same key as breaker.retry.instances.redis.max-attempts: "
                                + "Spring takes one of them and drops the other",
                        "breaker.retry.instances.redis.retry_exceptions is the same key as breaker.retry.instances.redis.retry-exceptions: "
                                + "Spring takes one of them and drops the other");
        assertThat(problems).extracting(Problem::action).containsOnly("Keep one of them.");
    }

    @Test
    void oneFileMaySpellAKeyOtherwiseThanTheNext() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.retry.instances.redis.max-attempts: 5
                ---
                breaker.retry.instances.redis.maxAttempts: 6
                """);

        assertThat(settings.retry("redis").maxAttempts()).isEqualTo(6);
    }

    @Test
    void saysWhereToPutSettingsThatLackTheirParent() {
        List<Problem> problems = YamlApplication.problems("""
                breaker:
                  circuitbreaker:
                    redis: { failure-rate-threshold: 5, sliding-window-size: 10 }
                """);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("breaker.circuitbreaker.redis is unknown");
            assertThat(problem.origin()).endsWith("application.yml] - 3:38");
            assertThat(problem.action())
                    .isEqualTo("Write it below breaker.circuitbreaker.instances.<name>, "
                            + "or below breaker.circuitbreaker.configs.default for all.");
        });
    }

    @Test
    void saysWhereToPutSettingsBelowAKeyThatLackTheirParent() {
        assertThat(YamlApplication.problems("breaker.circuitbreaker.fleet.enabled: true"))
                .singleElement()
                .extracting(Problem::action)
                .isEqualTo("Write it below breaker.circuitbreaker.instances.<name>, "
                        + "or below breaker.circuitbreaker.configs.default for all.");
    }

    @Test
    void settingsBelowAKeyMayBeSpeltInAnyWay() {
        BreakerSettings settings = YamlApplication.settings("""
                breaker.circuitbreaker.instances.redis:
                  fastWindow: { CALLS: 5, rate: 70 }
                  FAST_WINDOW.span: 3s
                  recovery: { rampDuration: 5s, initial_share: 20 }
                """);

        assertThat(settings.circuitBreaker("redis")).satisfies(redis -> {
            assertThat(redis.fastWindowCalls()).isEqualTo(5);
            assertThat(redis.fastWindowRate()).isEqualTo(70);
            assertThat(redis.fastWindowSpan()).hasSeconds(3);
            assertThat(redis.recoveryRampDuration()).hasSeconds(5);
            assertThat(redis.recoveryInitialShare()).isEqualTo(20);
        });
    }

    @Test
    void aValueInThePlaceOfKeysIsNamed() {
        assertThat(YamlApplication.problems("breaker.circuitbreaker.instances.redis.fast-window: 5"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo("breaker.circuitbreaker.instances.redis.fast-window is 5: "
                                    + "must be a map of settings");
                    assertThat(problem.action()).isEqualTo("Write settings below fast-window.");
                });
    }

    @Test
    void namesWithDotsAreSeenBeforeKeysBelowAKeyToo() {
        assertThat(YamlApplication.problems("breaker.circuitbreaker.instances.pay.ment.fast-window.calls: 5"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("breaker.circuitbreaker.instances.pay.ment is a name with dots");
    }

    @Test
    void listsTheRightKeysWhereNoneIsNear() {
        assertThat(YamlApplication.problems("breaker.retry.metrics.percentiles: true"))
                .singleElement()
                .extracting(Problem::action)
                .isEqualTo("Remove it, or write one of the keys of breaker.retry.metrics: enabled.");
    }

    @Test
    void asksForBracketsAroundNamesWithDots() {
        List<Problem> problems = YamlApplication.problems("""
                breaker:
                  retry:
                    instances:
                      pay.ment.eu: { max-attempts: 5, wait-duration: 1s }
                """);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("breaker.retry.instances.pay.ment.eu is a name with dots");
            assertThat(problem.action()).contains("\"[pay.ment.eu]\"", "breaker.retry.instances[pay.ment.eu]");
        });
    }

    @ParameterizedTest
    @CsvSource({"a/b", "x y", "größe"})
    void asksForBracketsAroundNamesThatSpringWouldChange(String name) {
        assertThat(YamlApplication.problems("breaker.retry.instances: { \"" + name + "\": { max-attempts: 5 } }"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .startsWith("breaker.retry.instances." + name + " is a name with special characters");
                    assertThat(problem.action()).contains("\"[" + name + "]\"");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    circuitbreaker.instances.redis.failure_rate!threshold: 5     | circuitbreaker.instances.redis.failure_rate!threshold
                    circuitbreaker.instances.redis.failure-rate-thrèshold: 5     | circuitbreaker.instances.redis.failure-rate-thrèshold
                    circuitbreaker.instances.[a.b].failure-rate/threshold: 5     | circuitbreaker.instances[a.b].failure-rate/threshold
                    circuit!breaker.instances.redis.failure-rate-threshold: 5    | circuit!breaker
                    circuitbreaker.inst!ances.redis.failure-rate-threshold: 5    | circuitbreaker.inst!ances
                    retry.aspect!order: 5                                        | retry.aspect!order
                    """)
    void doesNotBlameANameForTheCharactersOfAKey(String line, String key) {
        assertThat(YamlApplication.problems(yaml(line))).first().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker." + key + " is a key with special characters: Spring drops them");
            assertThat(problem.origin()).contains("application.yml]");
            assertThat(problem.action()).isEqualTo("Write it with letters, digits and dashes alone.");
        });
    }

    @Test
    void whatComesBehindANamesBracketsIsNotDroppedSilently() {
        assertThat(YamlApplication.problems("breaker.retry.configs: { \"[a.b]]MAX_ATTEMPTS\": 5 }"))
                .first()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("breaker.retry.configs[a.b]]MAX_ATTEMPTS is a key with special characters:"
                                + " Spring drops them"));
    }

    @Test
    void namesEachOddPartOfAKeyForItself() {
        assertThat(YamlApplication.problems(yaml("retry.instances.a/b.max!attempts: 5")))
                .extracting(Problem::message)
                .containsExactly(
                        "breaker.retry.instances.a/b is a name with special characters: Spring drops them",
                        "breaker.retry.instances.a/b.max!attempts is a key with special characters: Spring drops them");
    }

    @Test
    void namesAnEmptyPartOfAKey() {
        assertThat(YamlApplication.problems(yaml("retry..instances.redis.max-attempts: 5")))
                .first()
                .extracting(Problem::message)
                .isEqualTo("breaker.retry.instances.redis.max-attempts is written with an empty part: Spring drops it");
    }

    private static String yaml(String line) {
        int colon = line.lastIndexOf(':');
        return "\"breaker." + line.substring(0, colon).replace(".[", "[") + "\"" + line.substring(colon);
    }

    @ParameterizedTest
    @CsvSource({"pay.ment", "a/b", "x y", "größe", "CB_REDIS", "cb-redis"})
    void bracketsKeepAnyName(String name) {
        BreakerSettings settings =
                YamlApplication.settings("breaker.retry.instances: { \"[" + name + "]\": { max-attempts: 5 } }");

        assertThat(settings.instances(PolicyKind.RETRY)).containsExactly(name);
        assertThat(settings.retry(name).maxAttempts()).isEqualTo(5);
    }

    @Test
    void namesMapsAndListsInThePlaceOfValues() {
        List<Problem> problems = YamlApplication.problems("""
                breaker.circuitbreaker:
                  aspect-order: { a: 1 }
                  instances:
                    scalar: 5
                    redis:
                      sliding-window-size: [ 1, 2 ]
                      failure-rate-threshold: { a: 5 }
                      ignore-exceptions: { a: java.io.IOException }
                """);

        assertThat(problems)
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "breaker.circuitbreaker.aspect-order is a map: must be a single value",
                        "breaker.circuitbreaker.instances.scalar is 5: must be a map of settings",
                        "breaker.circuitbreaker.instances.redis.sliding-window-size is a list: must be a single value",
                        "breaker.circuitbreaker.instances.redis.failure-rate-threshold is a map: must be a single value",
                        "breaker.circuitbreaker.instances.redis.ignore-exceptions is a map: "
                                + "must be a list of single values");
    }

    @Test
    void looksAtSystemPropertiesAndTestPropertiesButNotAtEnvironmentVariables() {
        ApplicationContextRunner application = YamlApplication.of("")
                .withPropertyValues("breaker.from-test=1")
                .withSystemProperties("breaker.from-system=1")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("commandLineArgs", Map.of("breaker.from-command", "1"))))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("BREAKER_SERVICE_HOST", "10.0.0.1"))));

        assertThat(YamlApplication.problems(application))
                .extracting(problem -> problem.message().replaceAll(" is unknown.*", ""))
                .containsExactlyInAnyOrder("breaker.from-test", "breaker.from-system", "breaker.from-command");
    }

    @Test
    void knowsEveryKeyInEverySpelling() {
        assertThat(YamlApplication.problems("""
                        breaker:
                          timeSource: coarse
                          metrics: { prefix: resilience4j }
                          fallback: { aspect_order: 1 }
                          circuit-breaker:
                            aspectOrder: 2
                            metrics: { enabled: false }
                            configs: { default: { FAILURE_RATE_THRESHOLD: 5, slowCallRateThreshold: 6 } }
                            instances: { a: , b: {} }
                          retry: { instances: }
                        """)).isEmpty();
    }
}
