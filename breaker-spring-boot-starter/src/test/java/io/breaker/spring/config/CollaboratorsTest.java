package io.breaker.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.ExceptionClassifier;
import io.breaker.retry.RetryConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class CollaboratorsTest {

    private static final String PREDICATE = "breaker.retry.instances.redis.result-predicate: ";

    @Test
    void aPredicateIsMadeByItsConstructorHoweverHiddenThatIs() {
        ask(YamlApplication.of(PREDICATE + Hidden.class.getName()), "nothing special", true);
    }

    @Test
    void aBeanOfThePredicatesTypeIsPreferred() {
        ask(
                YamlApplication.of(PREDICATE + Configured.class.getName())
                        .withBean(Configured.class, () -> new Configured("wanted")),
                "wanted",
                true);
    }

    private static void ask(ApplicationContextRunner application, String question, boolean answer) {
        application.run(context -> {
            RetryConfig config = context.getBean(BreakerSettings.class).retry("redis");
            assertThat(config.resultPredicate()).isNotNull().satisfies(predicate -> {
                assertThat(predicate.test(question)).isEqualTo(answer);
                assertThat(predicate.toString()).startsWith(CollaboratorsTest.class.getName());
            });
        });
    }

    @Test
    void aPredicateThatNobodyCanMakeIsReported() {
        assertThat(YamlApplication.problems(PREDICATE + Configured.class.getName()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .startsWith("breaker.retry.instances.redis.result-predicate is "
                                    + Configured.class.getName() + ": there is no bean of that type, and its"
                                    + " constructor without parameters cannot be called");
                    assertThat(problem.action()).startsWith("Declare a bean of that type");
                });
        assertThat(YamlApplication.problems(PREDICATE + "java.util.function.Predicate"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("Specified class is an interface");
    }

    @Test
    void severalBeansOfThePredicatesTypeAreReported() {
        ApplicationContextRunner application = YamlApplication.of(PREDICATE + Configured.class.getName())
                .withBean("one", Configured.class, () -> new Configured("1"))
                .withBean("two", Configured.class, () -> new Configured("2"));

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith("there are several beans of that type");
    }

    @Test
    void aClassifierThatIsMissingIsReportedWithTheNearestOne() {
        ApplicationContextRunner application = YamlApplication.of(
                        "breaker.circuitbreaker.instances.redis.exception-classifier: clasifier1")
                .withUserConfiguration(Samples.Classifiers.class);

        assertThat(YamlApplication.problems(application)).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("breaker.circuitbreaker.instances.redis.exception-classifier is clasifier1: "
                            + "there is no bean of that name");
            assertThat(problem.origin()).contains("application.yml] - 1:");
            assertThat(problem.action()).startsWith("Did you mean classifier1? ");
        });
    }

    @Test
    void aClassifierOfTheWrongTypeIsReported() {
        ApplicationContextRunner application = YamlApplication.of(
                        "breaker.circuitbreaker.instances.redis.exception-classifier: text")
                .withBean("text", String.class, () -> "no classifier");

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith("is text: must be the name of a bean of type ExceptionClassifier");
    }

    @Test
    void beansThatAskForTheRegistryCanBePredicatesAndClassifiersAllTheSame() {
        YamlApplication.of("""
                        breaker.circuitbreaker.instances.redis:
                          exception-classifier: circular
                          record-failure-predicate: %s
                        """.formatted(Circular.class.getName()))
                .withBean("circular", Circular.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Circular.class));
    }

    @Test
    void customizersRunLastAndInTheirOrder() {
        YamlApplication.of("breaker.retry.instances.redis.max-attempts: 4")
                .withUserConfiguration(OrderedCustomizers.class)
                .run(context -> {
                    assertThat(context.getBean(BreakerSettings.class)
                                    .retry("redis")
                                    .maxAttempts())
                            .isEqualTo(42);
                    assertThat(context.getBean(OrderedCustomizers.class).names).containsExactly("redis", "redis");
                });
    }

    @Test
    void everyPolicyHasItsCustomizers() {
        YamlApplication.of("""
            breaker:
              ratelimiter.instances.redis.limit-for-period: 5
              timelimiter.instances.redis.timeout-duration: 5s
              bulkhead.instances.redis.max-concurrent-calls: 5
              thread-pool-bulkhead.instances.redis.queue-capacity: 5
            """)
                .withUserConfiguration(CustomizersOfEachPolicy.class)
                .run(context -> {
                    BreakerSettings settings = context.getBean(BreakerSettings.class);
                    assertThat(settings.rateLimiter("redis").limitForPeriod()).isEqualTo(6);
                    assertThat(settings.timeLimiter("redis").timeoutDuration()).hasSeconds(6);
                    assertThat(settings.bulkhead("redis").maxConcurrentCalls()).isEqualTo(6);
                    assertThat(settings.threadPoolBulkhead("redis").queueCapacity())
                            .isEqualTo(6);
                    assertThat(settings.bulkhead("other").maxConcurrentCalls()).isEqualTo(25);
                });
    }

    @Test
    void aCustomizerThatThrowsIsReportedWithItsNameAndTheInstance() {
        ApplicationContextRunner application = YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                .withBean("mine", CircuitBreakerConfigCustomizer.class, () -> (name, builder) -> {
                    throw new IllegalStateException("oops");
                });

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("The customizer bean mine failed for circuitbreaker redis: "
                        + "java.lang.IllegalStateException: oops");
    }

    @Test
    void customizersThatLeaveNonsenseAreReported() {
        ApplicationContextRunner application = YamlApplication.of("breaker.circuitbreaker.instances.redis: {}")
                .withBean(
                        "huge",
                        CircuitBreakerConfigCustomizer.class,
                        () -> (name, builder) -> builder.slidingWindowSize(40_000));

        assertThat(YamlApplication.problems(application))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("The customizer beans huge leave circuitbreaker redis with settings that do not fit: "
                        + "slidingWindowSize is 40000: must be from 1 to 32767 where slidingWindowType is COUNT_BASED");
    }

    private static final class Hidden implements Predicate<Object> {

        private Hidden() {}

        @Override
        public boolean test(@Nullable Object value) {
            return true;
        }
    }

    record Configured(String wanted) implements Predicate<Object> {

        @Override
        public boolean test(@Nullable Object value) {
            return wanted.equals(value);
        }
    }

    record Circular(CircuitBreakerRegistry registry) implements ExceptionClassifier, Predicate<Throwable> {

        @Override
        public boolean shouldTrip(Throwable thrown) {
            return true;
        }

        @Override
        public boolean test(Throwable thrown) {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CustomizersOfEachPolicy {

        @Bean
        RateLimiterConfigCustomizer rateLimiters() {
            return (name, builder) ->
                    builder.limitForPeriod(builder.build().limitForPeriod() + (name.equals("redis") ? 1 : 0));
        }

        @Bean
        TimeLimiterConfigCustomizer timeLimiters() {
            return (name, builder) ->
                    builder.timeoutDuration(builder.build().timeoutDuration().plusSeconds(1));
        }

        @Bean
        BulkheadConfigCustomizer bulkheads() {
            return (name, builder) ->
                    builder.maxConcurrentCalls(builder.build().maxConcurrentCalls() + (name.equals("redis") ? 1 : 0));
        }

        @Bean
        ThreadPoolBulkheadConfigCustomizer threadPools() {
            return (name, builder) -> builder.queueCapacity(builder.build().queueCapacity() + 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OrderedCustomizers {

        private final List<String> names = new ArrayList<>();

        @Bean
        @Order(2)
        RetryConfigCustomizer timesTen() {
            return (name, builder) -> {
                names.add(name);
                builder.maxAttempts(builder.build().maxAttempts() * 10 + 2);
            };
        }

        @Bean
        @Order(1)
        RetryConfigCustomizer four() {
            return (name, builder) -> {
                names.add(name);
                builder.maxAttempts(4);
            };
        }
    }
}
