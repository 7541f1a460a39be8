package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.bulkhead.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiter;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.metrics.CallObservations;
import io.breaker.timelimiter.TimeLimiter;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BreakerObservationAutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            AopAutoConfiguration.class, BreakerAutoConfiguration.class, BreakerObservationAutoConfiguration.class);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(OURS)
            .withUserConfiguration(App.class)
            .withPropertyValues(
                    "breaker.observations.enabled=true",
                    "breaker.retry.instances.again.wait-duration=0",
                    "breaker.circuitbreaker.instances.redis.ignore-exceptions=java.lang.IllegalArgumentException");

    @Test
    void theCurrentObservationShowsWhatBecameOfTheCall() {
        application.run(context -> {
            assertThat(observed(context, "fine"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "breaker.circuitbreaker.name", "redis",
                            "breaker.circuitbreaker.outcome", "successful",
                            "breaker.retry.name", "again",
                            "breaker.retry.outcome", "successful",
                            "breaker.retry.attempts", "1"));
            assertThat(observed(context, "fail"))
                    .containsEntry("breaker.circuitbreaker.outcome", "failed")
                    .containsEntry("breaker.retry.outcome", "failed")
                    .containsEntry("breaker.retry.attempts", "3");
            assertThat(observed(context, "ignore")).containsEntry("breaker.circuitbreaker.outcome", "ignored");
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("redis")
                    .forceOpen();
            assertThat(observed(context, "fine"))
                    .containsEntry("breaker.circuitbreaker.outcome", "not_permitted")
                    .containsEntry("breaker.retry.attempts", "1");
        });
    }

    @Test
    void refusalsAndTimeOutsOfOtherPoliciesShow() {
        application.run(context -> {
            Observation observation = Observation.start("request", context.getBean(ObservationRegistry.class));
            observation.scoped(() -> {
                RateLimiterConfig one = RateLimiterConfig.builder()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofDays(1))
                        .build();
                RateLimiter limiter = context.getBean(RateLimiterRegistry.class).rateLimiter("few", one);
                limiter.call(() -> "the one");
                refused(() -> limiter.call(() -> "one more"));

                BulkheadConfig single =
                        BulkheadConfig.builder().maxConcurrentCalls(1).build();
                Bulkhead bulkhead = context.getBean(BulkheadRegistry.class).bulkhead("narrow", single);
                bulkhead.call(() -> {
                    refused(() -> bulkhead.call(() -> "a second"));
                    return "the first";
                });

                TimeLimiterConfig little = TimeLimiterConfig.builder()
                        .timeoutDuration(Duration.ofMillis(1))
                        .build();
                TimeLimiter patience =
                        context.getBean(TimeLimiterRegistry.class).timeLimiter("patience", little);
                refused(() -> patience.call(() -> {
                    new CountDownLatch(1).await();
                    return "never";
                }));
            });
            assertThat(keys(observation))
                    .containsEntry("breaker.ratelimiter.name", "few")
                    .containsEntry("breaker.ratelimiter.outcome", "rejected")
                    .containsEntry("breaker.bulkhead.name", "narrow")
                    .containsEntry("breaker.bulkhead.outcome", "rejected")
                    .containsEntry("breaker.timelimiter.name", "patience")
                    .containsEntry("breaker.timelimiter.outcome", "timed_out");
        });
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Exception.class);
    }

    @Test
    void itIsOnWhereThereAreSpansUnlessSomebodyForbidsIt() {
        ApplicationContextRunner traced = new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(App.class)
                .withBean(Tracer.class, () -> Tracer.NOOP);

        traced.run(context -> assertThat(context).hasSingleBean(CallObservations.class));
        traced.withPropertyValues("breaker.observations.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(CallObservations.class));
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withUserConfiguration(App.class)
                .run(context -> assertThat(context).doesNotHaveBean(CallObservations.class));
    }

    @Test
    void metersOfTheObservationKeepTheirTags() {
        application.run(context -> {
            Observation observation = Observation.start("request", context.getBean(ObservationRegistry.class));
            observation.scoped(() -> {
                context.getBean(Service.class).call("fine");
            });
            assertThat(observation.getContext().getLowCardinalityKeyValues()).isEmpty();
            assertThat(observation.getContext().getHighCardinalityKeyValues()).isNotEmpty();
        });
    }

    @Test
    void withoutAnObservationCallsGoOn() {
        application.run(context ->
                assertThat(context.getBean(Service.class).call("fine")).isEqualTo("fine"));
    }

    @Test
    void nothingListensUnlessItIsSwitchedOn() {
        application.withPropertyValues("breaker.observations.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(CallObservations.class);
            assertThat(observed(context, "fine")).isEmpty();
        });
    }

    @Test
    void nothingListensWithoutAnObservationRegistry() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("breaker.observations.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CallObservations.class));
    }

    @Test
    void itsEndIsTheEndOfListening() {
        application.run(context -> {
            context.getBean(CallObservations.class).close();

            assertThat(observed(context, "fine")).isEmpty();
        });
    }

    @Test
    void instancesThatAreMadeLaterAreIncluded() {
        application.run(context -> {
            ObservationRegistry registry = context.getBean(ObservationRegistry.class);
            Observation observation = Observation.start("request", registry);
            observation.scoped(() -> {
                context.getBean(CircuitBreakerRegistry.class)
                        .circuitBreaker("late")
                        .call(() -> "fine");
                context.getBean(RetryRegistry.class).retry("later").call(() -> "fine");
            });
            assertThat(keys(observation))
                    .containsEntry("breaker.circuitbreaker.name", "late")
                    .containsEntry("breaker.retry.name", "later");
        });
    }

    private static Map<String, String> observed(ApplicationContext context, String what) {
        Observation observation = Observation.start("request", context.getBean(ObservationRegistry.class));
        observation.scoped(() -> {
            Throwable thrown =
                    catchThrowable(() -> context.getBean(Service.class).call(what));
            assertThat(thrown == null || thrown instanceof RuntimeException).isTrue();
        });
        return keys(observation);
    }

    private static Map<String, String> keys(Observation observation) {
        return Objects.requireNonNull(observation.getContext()).getHighCardinalityKeyValues().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    /** A guarded bean, and a registry that observes. */
    @Configuration(proxyBeanMethods = false)
    static class App {

        @Bean
        ObservationRegistry observationRegistry() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(context -> true); // else there are no observations
            return registry;
        }

        @Bean
        Service service() {
            return new Service();
        }
    }

    static class Service {

        @Retry(name = "again")
        @CircuitBreaker(name = "redis")
        String call(String what) {
            return switch (what) {
                case "fail" -> throw new IllegalStateException("down");
                case "ignore" -> throw new IllegalArgumentException("no such thing");
                default -> what;
            };
        }
    }
}
