package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.config.BreakerConfigChangedEvent;
import io.breaker.spring.config.BreakerConfigChangedEvent.Change;
import io.breaker.spring.config.BreakerConfigException;
import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class BreakerConfigRefresherTest {

    private final Map<String, Object> environment = new HashMap<>(Map.of(
            "breaker.circuitbreaker.configs.default.failure-rate-threshold", "40",
            "breaker.circuitbreaker.instances.redis.sliding-window-size", "20",
            "breaker.retry.instances.redis.max-attempts", "4",
            "breaker.ratelimiter.instances.redis.limit-for-period", "7",
            "breaker.timelimiter.instances.redis.timeout-duration", "2s",
            "breaker.bulkhead.instances.redis.max-concurrent-calls", "8",
            "breaker.thread-pool-bulkhead.instances.redis.max-thread-pool-size", "9"));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, BreakerAutoConfiguration.class, BreakerRefreshAutoConfiguration.class))
            .withUserConfiguration(Listening.class)
            .withInitializer(context ->
                    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", environment)));

    private void run(ContextConsumer<AssertableApplicationContext> test) {
        application.run(test);
    }

    @Test
    void followsTheEnvironmentForInstancesOfAllPolicies() {
        run(context -> {
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");
            environment.put("breaker.retry.instances.redis.max-attempts", "5");
            environment.put("breaker.ratelimiter.instances.redis.limit-for-period", "70");
            environment.put("breaker.timelimiter.instances.redis.timeout-duration", "3s");
            environment.put("breaker.bulkhead.instances.redis.max-concurrent-calls", "80");
            environment.put("breaker.thread-pool-bulkhead.instances.redis.max-thread-pool-size", "90");

            List<BreakerConfigChangedEvent> changes =
                    context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(changes)
                    .extracting(BreakerConfigChangedEvent::policy)
                    .containsExactlyInAnyOrder(PolicyKind.values());
            assertThat(changes).extracting(BreakerConfigChangedEvent::name).containsOnly("redis");
            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(30);
            assertThat(context.getBean(RetryRegistry.class)
                            .retry("redis")
                            .config()
                            .maxAttempts())
                    .isEqualTo(5);
            assertThat(context.getBean(RateLimiterRegistry.class)
                            .rateLimiter("redis")
                            .config()
                            .limitForPeriod())
                    .isEqualTo(70);
            assertThat(context.getBean(TimeLimiterRegistry.class)
                            .timeLimiter("redis")
                            .config()
                            .timeoutDuration())
                    .isEqualTo(Duration.ofSeconds(3));
            assertThat(context.getBean(BulkheadRegistry.class)
                            .bulkhead("redis")
                            .config()
                            .maxConcurrentCalls())
                    .isEqualTo(80);
            assertThat(context.getBean(ThreadPoolBulkheadRegistry.class)
                            .threadPoolBulkhead("redis")
                            .config()
                            .maxThreadPoolSize())
                    .isEqualTo(90);
            assertThat(context.getBean(Listening.class).heard).isEqualTo(changes);
        });
    }

    @Test
    void whatNobodyChangedIsLeftAlone() {
        run(context -> {
            context.getBean(BulkheadRegistry.class)
                    .bulkhead("redis")
                    .reconfigure(BulkheadConfig.builder().maxConcurrentCalls(1).build());
            environment.put("breaker.retry.instances.redis.max-attempts", "5");

            assertThat(context.getBean(BreakerConfigRefresher.class).refresh()).hasSize(1);

            assertThat(context.getBean(BulkheadRegistry.class)
                            .bulkhead("redis")
                            .config()
                            .maxConcurrentCalls())
                    .isEqualTo(1);
            assertThat(context.getBean(BreakerConfigRefresher.class).refresh()).isEmpty();
        });
    }

    @Test
    void keepsStateAndCalls() {
        run(context -> {
            CircuitBreaker redis = breaker(context, "redis");
            redis.acquire().success();
            redis.acquire().failure(new IllegalStateException("down"));
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");

            context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(redis.snapshot().bufferedCalls()).isEqualTo(2);
            assertThat(redis.snapshot().failedCalls()).isEqualTo(1);
        });
    }

    @Test
    void namesThatNobodyConfiguredFollowTheDefaultAndSoDoLaterOnes() {
        run(context -> {
            CircuitBreaker other = breaker(context, "other");
            environment.put("breaker.circuitbreaker.configs.default.failure-rate-threshold", "45");

            context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(other.config().failureRateThreshold()).isEqualTo(45);
            assertThat(breaker(context, "redis").config().failureRateThreshold())
                    .isEqualTo(45);
            assertThat(breaker(context, "late").config().failureRateThreshold()).isEqualTo(45);
        });
    }

    @Test
    void refusesAllIfAnythingIsWrongAndChangesNothing() {
        run(context -> {
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");
            environment.put("breaker.retry.instances.redis.max-attempts", "0");
            environment.put("breaker.bulkhead.instances.redis.max-concurent-calls", "5");

            assertThatExceptionOfType(BreakerConfigException.class)
                    .isThrownBy(
                            () -> context.getBean(BreakerConfigRefresher.class).refresh())
                    .satisfies(refused -> assertThat(refused.problems()).hasSize(2))
                    .withMessageContaining("breaker.retry.instances.redis.max-attempts is 0: must be at least 1")
                    .withMessageContaining("max-concurrent-calls");

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(20);
            assertThat(breaker(context, "late").config().failureRateThreshold()).isEqualTo(40);
            assertThat(context.getBean(Listening.class).heard).isEmpty();
        });
    }

    @Test
    void settingsThatOnlyTogetherDoNotFitAreRefusedToo() {
        run(context -> {
            Map<String, Object> values = Map.of(
                    "enable-randomized-wait",
                    true,
                    "randomized-wait-factor",
                    0.5,
                    "wait-duration-in-open-state",
                    "-1s");

            assertThatExceptionOfType(BreakerConfigException.class)
                    .isThrownBy(
                            () -> context.getBean(BreakerConfigRefresher.class).change("redis", values, null, null));
            assertThat(breaker(context, "redis").config().enableRandomizedWait())
                    .isFalse();
        });
    }

    @Test
    void aChangeByAnOperatorComesBeforeTheEnvironmentUntilItIsTakenBack() {
        run(context -> {
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            List<BreakerConfigChangedEvent> changes =
                    refresher.change("redis", Map.of("sliding-window-size", 25), "alice", "why not");
            assertThat(changes).singleElement().satisfies(change -> {
                assertThat(change.changes()).containsEntry("slidingWindowSize", new Change(20, 25));
                assertThat(change.by()).isEqualTo("alice");
                assertThat(change.reason()).isEqualTo("why not");
            });
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");
            assertThat(refresher.refresh()).isEmpty();
            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(25);
            assertThat(refresher.changedSettings("redis")).containsOnlyKeys("sliding-window-size");

            Map<String, @Nullable Object> back = new HashMap<>();
            back.put("slidingWindowSize", null);
            refresher.change("redis", back, "alice", null);

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(30);
            assertThat(refresher.changedSettings("redis")).isEmpty();
        });
    }

    @Test
    void breakersThatNobodyConfiguredCanBeChangedAgainAndAgain() {
        run(context -> {
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);
            CircuitBreaker other = breaker(context, "other");
            Map<String, @Nullable Object> back = new HashMap<>();
            back.put("failure-rate-threshold", null);

            refresher.change("other", Map.of("failure-rate-threshold", 60), null, null);
            refresher.change("other", Map.of("failure-rate-threshold", 70), null, null);
            assertThat(other.config().failureRateThreshold()).isEqualTo(70);
            environment.put("breaker.circuitbreaker.configs.default.sliding-window-size", "33");
            refresher.refresh();
            assertThat(other.config().slidingWindowSize()).isEqualTo(33);
            refresher.change("other", back, null, null);

            assertThat(other.config().failureRateThreshold()).isEqualTo(40);
        });
    }

    @Test
    void whatCodeConfiguredIsLeftToCode() {
        run(context -> {
            CircuitBreaker redis = breaker(context, "redis");
            redis.reconfigure(
                    redis.config().toBuilder().failureRateThreshold(80).build());
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            assertThat(refresher.refresh()).isEmpty();
            assertThatExceptionOfType(BreakerConfigException.class)
                    .isThrownBy(() -> refresher.change("redis", Map.of("sliding-window-size", 25), null, null))
                    .withMessageContaining("Circuit breaker 'redis' was configured in code");

            assertThat(redis.config().failureRateThreshold()).isEqualTo(80);
            assertThat(redis.config().slidingWindowSize()).isEqualTo(20);
            assertThat(refresher.changedSettings("redis")).isEmpty();
        });
    }

    @Test
    void aChangeOfOneBreakerBringsNothingElseOfTheEnvironmentWithIt() {
        run(context -> {
            environment.put("breaker.retry.instances.redis.max-attempts", "9");
            environment.put("breaker.bulkhead.instances.redis.max-concurrent-calls", "0");
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            List<BreakerConfigChangedEvent> changes =
                    refresher.change("redis", Map.of("failure-rate-threshold", 70), "alice", null);

            assertThat(changes)
                    .singleElement()
                    .satisfies(change -> assertThat(change.changes()).containsOnlyKeys("failureRateThreshold"));
            assertThat(context.getBean(RetryRegistry.class)
                            .retry("redis")
                            .config()
                            .maxAttempts())
                    .isEqualTo(4);
            assertThat(context.getBean(RetryRegistry.class)
                            .retry("late")
                            .config()
                            .maxAttempts())
                    .isEqualTo(3);
        });
    }

    @Test
    void whatHealthShowsIsAChangeLikeAnyOther() {
        run(context -> {
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            assertThat(refresher.change("redis", Map.of("allow-health-indicator-to-fail", true), null, null))
                    .singleElement()
                    .satisfies(change -> assertThat(change.changes())
                            .containsEntry("allowHealthIndicatorToFail", new Change(false, true)));
            assertThat(context.getBean(BreakerSettings.class).allowHealthIndicatorToFail("redis"))
                    .isTrue();
            assertThat(context.getBean(BreakerSettings.class).allowHealthIndicatorToFail("other"))
                    .isFalse();
        });
    }

    @Test
    void aValueThatHoldsAlreadyIsNotPinned() {
        run(context -> {
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            assertThat(refresher.change("redis", Map.of("sliding-window-size", 20), null, null))
                    .isEmpty();
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");
            refresher.refresh();

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(30);
        });
    }

    @Test
    void breakersThatAreNotThereAreToldOf() {
        run(context -> {
            assertThatExceptionOfType(BreakerConfigException.class)
                    .isThrownBy(() -> context.getBean(BreakerConfigRefresher.class)
                            .change("ghost", Map.of("sliding-window-size", 20), null, null))
                    .withMessageContaining("There is no circuit breaker 'ghost'.");
            assertThat(context.getBean(CircuitBreakerRegistry.class).find("ghost"))
                    .isEmpty();
        });
    }

    @Test
    void ofTwoOperatorsTheLaterOneWinsAndBothAreRecorded() {
        run(context -> {
            BreakerConfigRefresher refresher = context.getBean(BreakerConfigRefresher.class);

            refresher.change("redis", Map.of("sliding-window-size", 25, "failure-rate-threshold", 70), "alice", null);
            refresher.change("redis", Map.of("sliding-window-size", 26), "bob", null);

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(26);
            assertThat(breaker(context, "redis").config().failureRateThreshold())
                    .isEqualTo(70);
            assertThat(context.getBean(Listening.class).heard)
                    .extracting(BreakerConfigChangedEvent::by)
                    .containsExactly("alice", "bob");
        });
    }

    @Test
    void breakersWithOddNamesThatNobodyConfiguredCanBeChanged() {
        run(context -> {
            CircuitBreaker odd = breaker(context, "Stock Service/v2");

            context.getBean(BreakerConfigRefresher.class)
                    .change("Stock Service/v2", Map.of("failure-rate-threshold", 61), null, null);

            assertThat(odd.config().failureRateThreshold()).isEqualTo(61);
            assertThat(breaker(context, "redis").config().failureRateThreshold())
                    .isEqualTo(40);
        });
    }

    @Test
    void aBreakerThatCanNeverTripAfterwardsIsWarnedOf(CapturedOutput output) {
        run(context -> {
            context.getBean(BreakerConfigRefresher.class)
                    .change("redis", Map.of("minimum-number-of-calls", 21), null, null);

            assertThat(output).contains("so these circuit breakers can never trip: redis");
        });
    }

    @Test
    void changesAreLogged(CapturedOutput output) {
        run(context -> {
            context.getBean(BreakerConfigRefresher.class)
                    .change("redis", Map.of("sliding-window-size", 25), "alice", "more of\nthem");

            assertThat(output)
                    .contains("The configuration of circuitbreaker 'redis' was changed by alice: "
                            + "slidingWindowSize 20 -> 25, minimumNumberOfCalls 20 -> 25; more of them");
        });
    }

    @Test
    void aListenerThatFailsChangesNothingAboutThat() {
        run(context -> {
            context.getBean(Listening.class).failing = true;

            context.getBean(BreakerConfigRefresher.class)
                    .change("redis", Map.of("sliding-window-size", 25), null, null);

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(25);
        });
    }

    @Test
    void membershipOfAFleetWaitsForTheNextStart(CapturedOutput output) {
        run(context -> {
            environment.put("breaker.circuitbreaker.instances.redis.fleet.enabled", "true");
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");

            context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(breaker(context, "redis").config().fleetEnabled()).isFalse();
            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(30);
            assertThat(output).contains("fleet.enabled of circuit breaker 'redis' has changed");

            context.getBean(BreakerConfigRefresher.class)
                    .change("redis", Map.of("failure-rate-threshold", 70), null, null);
            context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(breaker(context, "redis").config().fleetEnabled()).isFalse();
            assertThat(breaker(context, "redis").config().fastWindowCalls()).isZero();
        });
    }

    @Test
    void registriesThatDoNotLookAtThePropertiesAreLeftAlone() {
        application
                .withBean(
                        CircuitBreakerRegistry.class,
                        () -> CircuitBreakerRegistry.of(CircuitBreakerConfig.ofDefaults()))
                .run(context -> {
                    CircuitBreaker redis = breaker(context, "redis");
                    environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");

                    assertThat(context.getBean(BreakerConfigRefresher.class).refresh())
                            .isEmpty();
                    assertThat(redis.config().slidingWindowSize()).isEqualTo(100);
                    assertThatExceptionOfType(BreakerConfigException.class)
                            .isThrownBy(() -> context.getBean(BreakerConfigRefresher.class)
                                    .change("redis", Map.of("failure-rate-threshold", 70), null, null))
                            .withMessageContaining("was configured in code");
                });
    }

    @Test
    void springCloudsEventDoesTheSame() {
        run(context -> {
            environment.put("breaker.circuitbreaker.instances.redis.sliding-window-size", "30");

            context.publishEvent(new EnvironmentChangeEvent(context, environment.keySet()));

            assertThat(breaker(context, "redis").config().slidingWindowSize()).isEqualTo(30);
            assertThat(context.getBean(Listening.class).heard)
                    .extracting(BreakerConfigChangedEvent::by)
                    .containsExactly("the environment");
        });
    }

    @Test
    void springCloudsOtherListenersGoOnIfSomethingIsWrong(CapturedOutput output) {
        run(context -> {
            environment.put("breaker.retry.instances.redis.max-attempts", "0");

            context.publishEvent(new EnvironmentChangeEvent(context, environment.keySet()));

            assertThat(output)
                    .contains("the configuration stays as it was")
                    .contains("breaker.retry.instances.redis.max-attempts is 0: must be at least 1");
            assertThat(breaker(context, "redis").state()).isEqualTo(State.CLOSED);
        });
    }

    @Test
    void whatHealthShowsFollowsAsWell() {
        run(context -> {
            environment.put("breaker.circuitbreaker.instances.redis.register-health-indicator", "false");

            context.getBean(BreakerConfigRefresher.class).refresh();

            assertThat(context.getBean(BreakerSettings.class).registerHealthIndicator("redis"))
                    .isFalse();
        });
    }

    private static CircuitBreaker breaker(AssertableApplicationContext context, String name) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker(name);
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<BreakerConfigChangedEvent> heard = new CopyOnWriteArrayList<>();
        volatile boolean failing;

        @EventListener
        void changed(BreakerConfigChangedEvent event) {
            heard.add(event);
            if (failing) {
                throw new IllegalStateException("a listener that fails");
            }
        }
    }
}
