package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class StartupCheckTest {

    private static final String TWO_MISTAKES = """
            breaker:
              retry:
                instances:
                  redis: { max-attempts: 0 }
                  other: { max-atempts: 2 }
            """;

    @Test
    void allProblemsOfAllInspectorsStandInOneReport() {
        ApplicationContextRunner application = YamlApplication.of(TWO_MISTAKES)
                .withBean(
                        "first",
                        StartupInspector.class,
                        () -> report -> report.error(new Problem("Shop.find: no such fallback", null, "Write it.")));

        assertThat(YamlApplication.problems(application))
                .extracting(Problem::message)
                .containsExactly(
                        "breaker.retry.instances.other.max-atempts is unknown: Breaker has no such key; "
                                + "did you mean max-attempts?",
                        "breaker.retry.instances.redis.max-attempts is 0: must be at least 1",
                        "Shop.find: no such fallback");
    }

    @Test
    void aFaultOfACustomizerThatAnInspectorBringsUpIsInTheReportToo() {
        ApplicationContextRunner application = YamlApplication.of("")
                .withBean("bad", CircuitBreakerConfigCustomizer.class, () -> (name, builder) -> {
                    throw new IllegalStateException(name);
                })
                .withUserConfiguration(MakesABreaker.class);

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("bad failed for circuitbreaker annotated");
    }

    @Configuration(proxyBeanMethods = false)
    static class MakesABreaker {
        @Bean
        StartupInspector inspector(CircuitBreakerRegistry registry) {
            return report -> registry.circuitBreaker("annotated");
        }
    }

    @Test
    void theAnalysisNumbersWhatAndHow() {
        BreakerStartupException failure = new BreakerStartupException(List.of(
                new Problem("a is 0: must be 1", "application.yml - 1:2", "Write 1."),
                new Problem("b is gone", null, "Bring it back.")));

        FailureAnalysis analysis = Objects.requireNonNull(
                new BreakerFailureAnalyzer().analyze(new IllegalStateException(new RuntimeException(failure))));

        assertThat(analysis.getDescription()).isEqualTo("""
                        Breaker found 2 problems:

                        1. a is 0: must be 1
                           at: application.yml - 1:2
                        2. b is gone""");
        assertThat(analysis.getAction()).isEqualTo("""
                        1. Write 1.
                        2. Bring it back.""");
        assertThat(failure).hasMessageContaining("   mend: Write 1.");
    }

    @Test
    void anApplicationPrintsTheReportAndServesNobody(CapturedOutput output) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Served.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "breaker.retry.instances.redis.max-attempts=0")
                .listeners((WebServerInitializedEvent started) -> Served.somebody.set(true));

        assertThatThrownBy(application::run).isInstanceOf(BreakerStartupException.class);

        assertThat(Served.somebody).isFalse();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Breaker found a problem:")
                .contains("1. breaker.retry.instances.redis.max-attempts is 0: must be at least 1")
                .contains("1. Give max-attempts a value that is at least 1, or remove it.");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({BreakerAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class})
    static class Served {

        static final AtomicBoolean somebody = new AtomicBoolean();

        @Bean
        CommandLineRunner runner() {
            return arguments -> somebody.set(true);
        }
    }

    @Test
    void theCheckRunsInLazyApplicationsToo() {
        ApplicationContextRunner application = YamlApplication.of(TWO_MISTAKES)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));

        assertThat(YamlApplication.problems(application)).hasSize(2);
    }

    @Test
    void theCheckRunsWithARegistryOfTheUsersOwn() {
        CircuitBreakerRegistry own = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        ApplicationContextRunner application = YamlApplication.of("breaker.circuitbreaker.instances.a.initial-state: x")
                .withBean(CircuitBreakerRegistry.class, () -> own);

        assertThat(YamlApplication.problems(application)).hasSize(1);
    }

    @Test
    void warnsOfABreakerThatCanNeverTrip(CapturedOutput output) {
        YamlApplication.of("""
                        breaker.circuitbreaker:
                          configs.default: { sliding-window-size: 10, minimum-number-of-calls: 20 }
                          instances:
                            dead: {}
                            off: { initial-state: DISABLED }
                            watched: { initial-state: METRICS_ONLY }
                            shut: { initial-state: FORCED_OPEN }
                            seconds: { sliding-window-type: TIME_BASED }
                            fine: { minimum-number-of-calls: 10 }
                        """).run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output))
                .singleElement()
                .asString()
                .contains("WARN", "breaker.circuitbreaker.configs.default.minimum-number-of-calls is 20")
                .contains("the window holds 10 calls, so these circuit breakers can never trip: dead. (")
                .contains("application.yml] - 2:72)")
                .endsWith("Make minimum-number-of-calls at most the sliding-window-size.");
    }

    private static final String DEAD_BY_DEFAULT = """
            breaker.circuitbreaker:
              configs.default: { sliding-window-size: 10, minimum-number-of-calls: 20 }
            """;

    @Test
    void warnsOfADefaultThatCanNeverTripWhereABreakerIsMadeFromIt(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT)
                .withUserConfiguration(MakesABreaker.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output))
                .singleElement()
                .asString()
                .contains("breaker.circuitbreaker.configs.default.minimum-number-of-calls is 20")
                .contains("can never trip: annotated.");
    }

    @Test
    void saysNothingOfADefaultThatNoBreakerIsMadeFrom(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT + "  instances.fine.sliding-window-size: 20")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output)).isEmpty();
    }

    @Test
    void saysNothingOfBreakersThatARegistryOfTheUsersOwnMakesOtherwise(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT + "  instances.redis: {}")
                .withUserConfiguration(OwnRegistries.class, MakesABreaker.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output)).isEmpty();
    }

    @Test
    void warnsOnceOfADefaultThatCanNeverTripWhenABreakerIsMadeFromItLater(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT).run(context -> {
            assertThat(neverTripping(output)).isEmpty();
            context.getBean(CircuitBreakerRegistry.class).circuitBreaker("first");
            context.getBean(CircuitBreakerRegistry.class).circuitBreaker("second");
        });

        assertThat(neverTripping(output)).singleElement().asString().contains("WARN", "can never trip: first.");
    }

    @Test
    void makesNoCustomizerThatNoInstanceNeeds() {
        ApplicationContextRunner application = YamlApplication.of(DEAD_BY_DEFAULT)
                .withBean(
                        CircuitBreakerConfigCustomizer.class,
                        () -> {
                            throw new AssertionError("must not be made");
                        },
                        bean -> bean.setLazyInit(true))
                .withBean(
                        RetryConfigCustomizer.class,
                        () -> {
                            throw new AssertionError("must not be made");
                        },
                        bean -> bean.setLazyInit(true));

        application.run(context -> assertThat(context).hasNotFailed());
        application
                .withPropertyValues("breaker.circuitbreaker.instances.a.initial-state=CLOSED")
                .withPropertyValues("breaker.retry.instances.a.max-attempts=2")
                .withUserConfiguration(OwnRegistries.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void saysNothingOfADefaultThatCustomizersMayMend(CapturedOutput output) {
        YamlApplication.of("""
                        breaker.circuitbreaker:
                          configs.default: { sliding-window-size: 10, minimum-number-of-calls: 20 }
                          instances.mended: {}
                        """)
                .withBean(
                        CircuitBreakerConfigCustomizer.class, () -> (name, builder) -> builder.minimumNumberOfCalls(10))
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output)).isEmpty();
    }

    @Test
    void aBreakerWithAFastWindowOrInAFleetCanTripBelowItsMinimum(CapturedOutput output) {
        YamlApplication.of("""
                        breaker.circuitbreaker:
                          configs.default: { sliding-window-size: 10, minimum-number-of-calls: 20 }
                          instances:
                            fast: { fast-window.calls: 5 }
                            dead: { fast-window.calls: 0 }
                        """).run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output)).singleElement().asString().contains("can never trip: dead.");
        assertThat(NeverTripping.canTrip(CircuitBreakerConfig.builder()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(20)
                        .fleetEnabled(true)
                        .fastWindowCalls(0)
                        .build()))
                .isTrue();
    }

    @Test
    void warnsOnceForEachCauseOfNeverTripping(CapturedOutput output) {
        YamlApplication.of("""
                        breaker.circuitbreaker:
                          configs.large: { sliding-window-size: 50, minimum-number-of-calls: 60 }
                          instances:
                            a: { base-config: large }
                            b: { base-config: large }
                            c: { base-config: large }
                            d: { base-config: large }
                            e: { base-config: large, sliding-window-size: 20 }
                            f: { base-config: large, sliding-window-size: 100 }
                        """).run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("breaker.circuitbreaker.configs.large.minimum-number-of-calls is 60")
                                .contains("the window holds 50 calls", "can never trip: a, b, c, d."),
                        line -> assertThat(line).contains("the window holds 20 calls", "can never trip: e."));
    }

    private static List<String> neverTripping(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("can never trip"))
                .toList();
    }

    private static final String ONE_OF_EACH = """
            breaker:
              circuitbreaker.instances: { redis: { failure-rate-threshold: 5 }, other: {} }
              retry.instances: { redis: { max-attempts: 2 } }
            """;

    @Test
    void warnsOfInstancesThatARegistryOfTheUsersOwnSilentlySwitchesOff(CapturedOutput output) {
        YamlApplication.of(ONE_OF_EACH)
                .withUserConfiguration(OwnRegistries.class, UsesRegistries.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(withoutEffect(output))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("WARN")
                                .contains("breaker.circuitbreaker.instances.redis and")
                                .contains("breaker.circuitbreaker.instances.other have no effect")
                                .contains("bean \"ownBreakers\"", OwnRegistries.class.getName())
                                .contains("CircuitBreakerRegistry.of(settings::circuitBreaker, settings.timeSource())"),
                        line -> assertThat(line)
                                .contains("breaker.retry.instances.redis has no effect", "bean \"ownRetries\"")
                                .contains("RetryRegistry.of(settings::retry, settings.timeSource())"));
    }

    @Test
    void warnsOfSuchRegistriesOfTheNewerPoliciesToo(CapturedOutput output) {
        YamlApplication.of("""
            breaker:
              ratelimiter.instances.redis.limit-for-period: 5
              timelimiter.instances.redis.timeout-duration: 5s
              bulkhead.instances.redis.max-concurrent-calls: 5
              thread-pool-bulkhead.instances.redis.queue-capacity: 5
            """)
                .withUserConfiguration(OwnNewerRegistries.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(withoutEffect(output))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("breaker.ratelimiter.instances.redis has no effect", "\"ownRateLimiters\"")
                                .contains("RateLimiterRegistry.of(settings::rateLimiter, settings.timeSource())"),
                        line -> assertThat(line)
                                .contains("breaker.timelimiter.instances.redis has no effect", "\"ownTimeLimiters\"")
                                .contains("TimeLimiterRegistry.of(settings::timeLimiter)"),
                        line -> assertThat(line)
                                .contains("breaker.bulkhead.instances.redis has no effect", "\"ownBulkheads\"")
                                .contains(" BulkheadRegistry.of(settings::bulkhead)"),
                        line -> assertThat(line)
                                .contains("breaker.thread-pool-bulkhead.instances.redis has no effect")
                                .contains("ThreadPoolBulkheadRegistry.of(settings::threadPoolBulkhead)"));
    }

    @Test
    void warnsOfSuchAnInstanceThatIsMadeLaterWhenItIsMade(CapturedOutput output) {
        YamlApplication.of(ONE_OF_EACH)
                .withUserConfiguration(OwnRegistries.class)
                .run(context -> {
                    assertThat(withoutEffect(output)).isEmpty();
                    CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
                    registry.circuitBreaker("others");
                    registry.circuitBreaker("other");
                    registry.remove("other");
                    registry.circuitBreaker("other");
                });

        assertThat(withoutEffect(output))
                .singleElement()
                .asString()
                .contains("WARN", "breaker.circuitbreaker.instances.other has no effect", "bean \"ownBreakers\"");
    }

    @Test
    void makesNoInstanceInARegistryOfTheUsersOwn() {
        List<String> heard = new ArrayList<>();
        CircuitBreakerRegistry own = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        own.onAdded(added -> heard.add("added " + added.name()));
        own.onRemoved(gone -> heard.add("removed " + gone.name()));
        YamlApplication.of(ONE_OF_EACH)
                .withBean(CircuitBreakerRegistry.class, () -> own)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(own.all()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void namesTheRegistryInUseWhereverItIs(CapturedOutput output) {
        CircuitBreakerRegistry main = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                .withBean(
                        "audit",
                        CircuitBreakerRegistry.class,
                        () -> CircuitBreakerRegistry.of(main.circuitBreaker("a").config()))
                .withBean("main", CircuitBreakerRegistry.class, () -> main, bean -> bean.setPrimary(true))
                .withInitializer(context -> main.circuitBreaker("redis"))
                .run(context -> assertThat(context).hasNotFailed());
        new ApplicationContextRunner()
                .withBean("above", CircuitBreakerRegistry.class, () -> main)
                .run(parent -> YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                        .withParent(parent)
                        .run(context -> assertThat(context).hasNotFailed()));

        assertThat(withoutEffect(output))
                .satisfiesExactly(
                        line -> assertThat(line).contains("bean \"main\""),
                        line -> assertThat(line).contains("bean \"above\""));
    }

    @Test
    void leavesARegistryThatOutlivesTheApplication(CapturedOutput output) {
        CircuitBreakerRegistry shared = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                .withBean(CircuitBreakerRegistry.class, () -> shared)
                .run(context -> assertThat(context).hasNotFailed());
        YamlApplication.of("breaker.circuitbreaker.instances: { redis: {}, bad: { sliding-window-size: 0 } }")
                .withBean(CircuitBreakerRegistry.class, () -> shared)
                .run(context -> assertThat(context).hasFailed());

        shared.circuitBreaker("redis");

        assertThat(withoutEffect(output)).isEmpty();
    }

    @Test
    void looksAtARegistryThatIsMadeAnewForEachWhoAsks(CapturedOutput output) {
        YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                .withBean(
                        CircuitBreakerRegistry.class,
                        () -> {
                            CircuitBreakerRegistry made = CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
                            made.circuitBreaker("redis");
                            return made;
                        },
                        bean -> bean.setScope("prototype"))
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(withoutEffect(output)).singleElement().asString().contains("no effect: a bean takes the place of");
    }

    @Test
    void saysNothingOfABreakerThatARegistryOfTheUsersLetsTrip(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT)
                .withUserConfiguration(MendingRegistry.class, MakesABreaker.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output)).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class MendingRegistry {
        @Bean
        CircuitBreakerRegistry mending(BreakerSettings settings) {
            return CircuitBreakerRegistry.of(
                    name -> settings.circuitBreaker(name).toBuilder()
                            .minimumNumberOfCalls(5)
                            .build(),
                    settings.timeSource());
        }
    }

    @Test
    void blamesNoPropertyForABreakerThatARegistryOfTheUsersMakesSoThatItNeverTrips(CapturedOutput output) {
        YamlApplication.of(DEAD_BY_DEFAULT)
                .withBean(
                        CircuitBreakerRegistry.class,
                        () -> CircuitBreakerRegistry.of(CircuitBreakerConfig.builder()
                                .slidingWindowSize(3)
                                .minimumNumberOfCalls(4)
                                .build()))
                .withUserConfiguration(MakesABreaker.class)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(neverTripping(output))
                .singleElement()
                .asString()
                .contains(": minimum-number-of-calls is 4, and the window holds 3 calls", "trip: annotated.");
    }

    @Test
    void saysNothingOfARegistryOfTheUsersThatFollowsTheProperties(CapturedOutput output) {
        YamlApplication.of(ONE_OF_EACH)
                .withUserConfiguration(FollowingRegistries.class)
                .withUserConfiguration(UsesRegistries.class)
                .run(context -> {
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("redis")
                                    .config()
                                    .failureRateThreshold())
                            .isEqualTo(5);
                    assertThat(context.getBean(RetryRegistry.class)
                                    .retry("redis")
                                    .config()
                                    .maxAttempts())
                            .isEqualTo(3);
                });

        assertThat(withoutEffect(output)).isEmpty();
    }

    @Test
    void saysNothingOfARegistryWhereNothingIsConfigured(CapturedOutput output) {
        YamlApplication.of("breaker.time-source: coarse")
                .withUserConfiguration(OwnRegistries.class)
                .run(context -> assertThat(context).hasNotFailed());
        YamlApplication.of(ONE_OF_EACH).run(context -> assertThat(context).hasNotFailed());

        assertThat(withoutEffect(output)).isEmpty();
    }

    private static List<String> withoutEffect(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("no effect"))
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistries {
        @Bean
        CircuitBreakerRegistry ownBreakers() {
            return CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults());
        }

        @Bean
        RetryRegistry ownRetries() {
            return RetryRegistry.of(RetryConfig.ofDefaults());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnNewerRegistries {
        @Bean
        RateLimiterRegistry ownRateLimiters() {
            RateLimiterRegistry registry = RateLimiterRegistry.of(RateLimiterConfig.ofDefaults());
            registry.rateLimiter("redis");
            return registry;
        }

        @Bean
        TimeLimiterRegistry ownTimeLimiters() {
            TimeLimiterRegistry registry = TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults());
            registry.timeLimiter("redis");
            return registry;
        }

        @Bean
        BulkheadRegistry ownBulkheads() {
            BulkheadRegistry registry = BulkheadRegistry.of(BulkheadConfig.ofDefaults());
            registry.bulkhead("redis");
            return registry;
        }

        @Bean
        ThreadPoolBulkheadRegistry ownPools() {
            ThreadPoolBulkheadRegistry registry = ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.ofDefaults());
            registry.threadPoolBulkhead("redis");
            return registry;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UsesRegistries {
        @Bean
        StartupInspector user(CircuitBreakerRegistry breakers, RetryRegistry retries) {
            return report -> {
                breakers.circuitBreaker("redis");
                breakers.circuitBreaker("other");
                retries.retry("redis");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FollowingRegistries {
        @Bean
        CircuitBreakerRegistry ownBreakers(BreakerSettings settings) {
            return CircuitBreakerRegistry.of(settings::circuitBreaker, settings.timeSource());
        }

        @Bean
        RetryRegistry ownRetries(BreakerSettings settings) {
            return RetryRegistry.of(
                    name -> settings.retry(name).toBuilder().maxAttempts(3).build(), settings.timeSource());
        }
    }
}
