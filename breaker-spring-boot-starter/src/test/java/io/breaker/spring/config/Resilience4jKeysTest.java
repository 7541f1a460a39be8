package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class Resilience4jKeysTest {

    /** Every key that Resilience4j 2.4 binds for Spring Boot, below our prefix. */
    private static final String FILE = """
        breaker:
          circuitbreaker:
            circuit-breaker-aspect-order: 1
            metrics: { enabled: true, legacy: { enabled: false } }
            tags: { team: blue, app: shop }
            configs:
              default:
                failure-rate-threshold: 50
                slow-call-rate-threshold: 100
                slow-call-duration-threshold: 60s
                sliding-window-type: COUNT_BASED
                sliding-window-size: 100
                minimum-number-of-calls: 100
                permitted-number-of-calls-in-half-open-state: 10
                wait-duration-in-open-state: 60s
                enable-exponential-backoff: false
                exponential-backoff-multiplier: 1.5
                exponential-max-wait-duration-in-open-state: 10m
                enable-randomized-wait: false
                randomized-wait-factor: 0.5
                max-wait-duration-in-half-open-state: 0
                transition-to-state-after-wait-duration: OPEN
                automatic-transition-from-open-to-half-open-enabled: false
                initial-state: CLOSED
                writable-stack-trace-enabled: true
                record-exceptions: [ java.io.IOException ]
                ignore-exceptions: [ java.lang.IllegalStateException ]
                record-failure-predicate: io.breaker.spring.config.Samples$First
                ignore-exception-predicate: io.breaker.spring.config.Samples$Second
                record-result-predicate: io.breaker.spring.config.Samples$Third
                register-health-indicator: true
                allow-health-indicator-to-fail: false
                event-consumer-buffer-size: 10
                ignore-class-binding-exceptions: true
            instances.redis: { base-config: default }
            backends:
              old: { failure-rate-threshold: 10, sliding-window-size: 5 }
          retry:
            retry-aspect-order: 2
            metrics: { enabled: true, legacy.enabled: true }
            instances.redis:
              base-config: default
              max-attempts: 3
              wait-duration: 500ms
              interval-bi-function: com.example.Waits
              retry-exceptions: [ java.io.IOException ]
              ignore-exceptions: [ java.lang.IllegalStateException ]
              retry-exception-predicate: io.breaker.spring.config.Samples$First
              result-predicate: io.breaker.spring.config.Samples$Second
              consume-result-before-retry-attempt: com.example.Consumer
              enable-exponential-backoff: true
              exponential-backoff-multiplier: 1.5
              exponential-max-wait-duration: 10s
              enable-randomized-wait: true
              randomized-wait-factor: 0.5
              fail-after-max-attempts: true
              event-consumer-buffer-size: 10
            configs.default: {}
          bulkhead:
            bulkheadAspectOrder: 3
            instances.redis:
              max-concurrent-calls: 25
              max-wait-duration: 0
              writable-stack-trace-enabled: true
              event-consumer-buffer-size: 10
          thread-pool-bulkhead:
            instances.redis:
              max-thread-pool-size: 4
              core-thread-pool-size: 2
              queue-capacity: 100
              keep-alive-duration: 20ms
              writable-stack-trace-enabled: true
              event-consumer-buffer-size: 10
              context-propagators: [ com.example.A, com.example.B ]
          ratelimiter:
            rate-limiter-aspect-order: 4
            limiters.old.limit-for-period: 5
            instances.redis:
              limit-for-period: 50
              limit-refresh-period: 500ns
              timeout-duration: 5s
              writable-stack-trace-enabled: true
              subscribe-for-events: true
              event-consumer-buffer-size: 10
              register-health-indicator: true
              allow-health-indicator-to-fail: false
          timelimiter:
            time-limiter-aspect-order: 5
            instances.redis: { timeout-duration: 1s, cancel-running-future: true, event-consumer-buffer-size: 10 }
          scheduled.executor: { core-pool-size: 2, context-propagators: [ com.example.A ] }
          micrometer.timer:
            timer-aspect-order: 6
            instances.redis.metric-names: a
        """;

    @Test
    void aFileOfResilience4jsStartsAndOneReportNamesEachKeyThatDoesNothingHere(CapturedOutput output) {
        assertThat(YamlApplication.problems(FILE)).isEmpty();

        List<String> noted = output.getOut()
                .lines()
                .filter(line -> line.contains("is a key of Resilience4j's"))
                .map(line -> line.replaceAll("^\\d+\\. breaker\\.| is a key of.*$", ""))
                .toList();
        assertThat(noted)
                .containsExactlyInAnyOrder(
                        "circuitbreaker.circuit-breaker-aspect-order",
                        "circuitbreaker.metrics.legacy",
                        "circuitbreaker.tags",
                        "circuitbreaker.configs.default.ignore-class-binding-exceptions",
                        "circuitbreaker.backends",
                        "retry.retry-aspect-order",
                        "retry.metrics.legacy",
                        "retry.instances.redis.interval-bi-function",
                        "retry.instances.redis.consume-result-before-retry-attempt",
                        "bulkhead.bulkheadAspectOrder",
                        "bulkhead.instances.redis.writable-stack-trace-enabled",
                        "thread-pool-bulkhead.instances.redis.writable-stack-trace-enabled",
                        "thread-pool-bulkhead.instances.redis.context-propagators",
                        "ratelimiter.rate-limiter-aspect-order",
                        "ratelimiter.limiters",
                        "ratelimiter.instances.redis.writable-stack-trace-enabled",
                        "ratelimiter.instances.redis.subscribe-for-events",
                        "timelimiter.time-limiter-aspect-order",
                        "scheduled.executor",
                        "micrometer.timer");
        assertThat(output.getOut()).containsOnlyOnce("Keys that have another effect than with Resilience4j, or none:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        circuitbreaker.circuit-breaker-aspect-order | breaker.circuitbreaker.aspect-order
        retry.retryAspectOrder                      | breaker.retry.aspect-order
        ratelimiter.rate_limiter_aspect_order       | breaker.ratelimiter.aspect-order
        timelimiter.time-limiter-aspect-order       | breaker.timelimiter.aspect-order
        bulkhead.bulkhead-aspect-order              | breaker.bulkhead.aspect-order
        ratelimiter.limiters.a.limit-for-period     | breaker.ratelimiter.instances
        """)
    void saysWhichKeyTakesThePlaceAndWhereTheOldOneStands(String key, String instead, CapturedOutput output) {
        assertThat(YamlApplication.problems("breaker." + key + ": 1")).isEmpty();

        assertThat(output.getOut())
                .contains("1. breaker." + key.replaceFirst("(limiters).*", "$1") + " is a key of Resilience4j's")
                .contains("application.yml] - 1:")
                .contains("mend: Write ", instead);
    }

    @Test
    void theKeysInItsPlaceExist() {
        assertThat(YamlApplication.problems("""
            breaker:
              circuitbreaker.aspect-order: 1
              retry.aspect-order: 2
              ratelimiter: { aspect-order: 3, instances.a.limit-for-period: 5 }
              timelimiter.aspect-order: 4
              bulkhead.aspect-order: 5
              thread-pool-bulkhead.aspect-order: 6
            """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "circuitbreaker.circuit-breaker-aspect-ordr",
        "retry.circuit-breaker-aspect-order",
        "circuit-braker.tags.a",
        "circuitbreaker.limiters.a.failure-rate-threshold",
        "circuitbreaker.instances.redis.interval-bi-function",
        "retry.instances.redis.interval-bi-functio",
        "timelimiter.instances.redis.writable-stack-trace-enabled",
        "subscribe-for-events",
        "scheduled.executors.core-pool-size"
    })
    void typosAndKeysInTheWrongPlaceStayErrors(String key, CapturedOutput output) {
        assertThat(YamlApplication.problems("breaker." + key + ": 1"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains(" is unknown: Breaker has no such ");
        assertThat(output.getOut()).doesNotContain("Resilience4j");
    }

    @Test
    void namesAConfigThatItsNamesakeInheritsThereAndNotHere(CapturedOutput output) {
        assertThat(YamlApplication.problems("""
                        breaker:
                          circuitbreaker:
                            configs:
                              default.sliding-window-size: 50
                              redis.failure-rate-threshold: 20
                              based.failure-rate-threshold: 20
                              other.failure-rate-threshold: 20
                            instances: { redis: { sliding-window-size: 10 }, based: { base-config: based }, default: {} }
                          retry:
                            configs.redis.max-attempts: 5
                            instances.redis.wait-duration: 1s
                        """)).isEmpty();

        assertThat(output.getOut().lines().filter(line -> line.contains("is not inherited by")))
                .containsExactly(
                        "1. breaker.circuitbreaker.configs.redis is not inherited by the instance of the same name, "
                                + "as it is with Resilience4j.");
        assertThat(output.getOut())
                .contains("application.yml] - 5:", "mend: Write base-config: redis into the instance");
    }

    @Test
    void anErrorBesidesDoesNotSwallowTheReport(CapturedOutput output) {
        assertThat(YamlApplication.problems("""
            breaker.retry: { retry-aspect-order: 1, instances.redis.max-atempts: 2 }
            """)).hasSize(1);
        assertThat(output.getOut()).contains("1. breaker.retry.retry-aspect-order is a key of Resilience4j's");
    }

    @Test
    void aFileOfBreakersOwnGetsNoSuchReport(CapturedOutput output) {
        assertThat(YamlApplication.problems("breaker.retry.instances.redis.max-attempts: 2"))
                .isEmpty();
        assertThat(output.getOut()).doesNotContain("Resilience4j");
    }

    private static final String LEFT_OVER = """
        resilience4j:
          circuitbreaker.instances.redis: { failure-rate-threshold: 10, sliding-window-size: 50 }
          retry.instances.redis.max-attempts: 2
        """;

    @Test
    void keysWithTheOldPrefixAreNotLeftOutInSilence(CapturedOutput output) {
        assertThat(YamlApplication.problems(LEFT_OVER)).isEmpty();

        assertThat(output.getOut())
                .containsOnlyOnce("below resilience4j")
                .contains("1. resilience4j.circuitbreaker.instances.redis.failure-rate-threshold and 2 other keys below"
                        + " resilience4j have no effect: Resilience4j is not on the class path.")
                .contains("application.yml] - 2:", "mend: Write breaker instead of resilience4j.");
    }

    @Test
    void oneKeyWithTheOldPrefixIsNamedAlone(CapturedOutput output) {
        assertThat(YamlApplication.problems("resilience4j.retry.configs.default.max-attempts: 2"))
                .isEmpty();

        assertThat(output.getOut())
                .contains("1. resilience4j.retry.configs.default.max-attempts has no effect: Resilience4j is not on");
    }

    @Test
    void keysOfAResilience4jThatIsThereAreItsOwnBusiness(CapturedOutput output) {
        YamlApplication.of(LEFT_OVER)
                .withClassLoader(new WithResilience4j())
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output.getOut()).doesNotContain("have no effect");
    }

    /** As if its core were on the class path. */
    private static final class WithResilience4j extends ClassLoader {

        WithResilience4j() {
            super(Resilience4jKeysTest.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals("io.github.resilience4j.core.Registry")) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
