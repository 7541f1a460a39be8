package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetSnapshot;
import io.breaker.fleet.FleetStore;
import io.breaker.fleet.InMemoryFleetStore;
import io.breaker.spring.BreakerAutoConfiguration;
import io.breaker.spring.BreakerFleetAutoConfiguration;
import io.breaker.spring.config.BreakerStartupException;
import io.breaker.spring.config.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.spring.data.connection.RedissonConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Applications whose breakers meet in a real Redis. */
@ExtendWith(OutputCaptureExtension.class)
class FleetApplicationTest {

    private static final String PAYMENT = "breaker.circuitbreaker.instances.payment.fleet.enabled=true";

    private final Redis redis = Redis.start();
    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    BreakerAutoConfiguration.class,
                    BreakerFleetAutoConfiguration.class,
                    BreakerRedisAutoConfiguration.class))
            .withPropertyValues(PAYMENT);
    /** With time-outs that a busy machine does not reach. */
    private final ApplicationContextRunner bare =
            plain.withPropertyValues("breaker.fleet.startup-timeout=30s", "breaker.fleet.command-timeout=2s");

    private final ApplicationContextRunner application = bare.withConfiguration(
                    AutoConfigurations.of(DataRedisAutoConfiguration.class))
            .withPropertyValues("spring.data.redis.port=" + redis.port());

    @AfterEach
    void stop() {
        redis.close();
    }

    private static io.breaker.circuitbreaker.CircuitBreaker payment(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker("payment");
    }

    private static CircuitBreakerFleet fleet(ApplicationContext context) {
        return context.getBean(CircuitBreakerFleet.class);
    }

    private static boolean isAttached(ApplicationContext context) {
        return fleet(context)
                .snapshot("payment")
                .filter(FleetSnapshot::attached)
                .isPresent();
    }

    private static boolean hasAnswered(ApplicationContext context) {
        return fleet(context)
                .snapshot("payment")
                .filter(now -> now.exchanges() > 0)
                .isPresent();
    }

    private static void shareABreaker(ApplicationContextRunner first, ApplicationContextRunner second) {
        first.run(one -> second.run(two -> {
            fleet(one)
                    .overrule("payment", FleetOverride.Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1))
                    .join();
            await().until(() -> payment(two).state() == State.FORCED_OPEN);

            fleet(two).release("payment").join();
            await().until(() -> payment(one).state() == State.CLOSED);
        }));
    }

    private static List<Problem> problems(ApplicationContextRunner failing) {
        Problem[][] found = {{}};
        failing.run(context -> {
            assertThat(context.getStartupFailure()).isInstanceOf(BreakerStartupException.class);
            if (context.getStartupFailure() instanceof BreakerStartupException report) {
                found[0] = report.problems().toArray(Problem[]::new);
            }
        });
        return List.of(found[0]);
    }

    @Test
    void twoApplicationsShareABreaker() {
        shareABreaker(application, application);
    }

    @Test
    void anApplicationWithRedissonSharesABreakerWithOneThatHasLettuce() {
        RedissonClient client = Redisson.create(Clients.redissonConfig(redis.port()));
        try {
            shareABreaker(
                    application,
                    bare.withBean(RedisConnectionFactory.class, () -> new RedissonConnectionFactory(client)));
        } finally {
            client.shutdown();
        }
    }

    @Test
    void takesPartWithDefaultTimeouts() {
        plain.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
                .withPropertyValues("spring.data.redis.port=" + redis.port())
                .run(context -> {
                    await().atMost(Duration.ofSeconds(30)).until(() -> isAttached(context));
                    await().atMost(Duration.ofSeconds(30)).until(() -> forcesOpen(context));
                    await().until(() -> payment(context).state() == State.FORCED_OPEN);
                });
    }

    /** Whether it is confirmed: on a busy machine it may take longer than anybody waits. */
    private static boolean forcesOpen(ApplicationContext context) {
        return fleet(context)
                .overrule("payment", FleetOverride.Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1))
                .handle((view, thrown) -> view != null)
                .join();
    }

    @Test
    void scopesAreFleetsOfTheirOwn() {
        application
                .withPropertyValues("breaker.fleet.scope=zone-a", "breaker.fleet.prefix=shop")
                .run(context -> {
                    assertThat(isAttached(context)).isTrue();
                    assertThat(redis.say("EXISTS", "shop:1:{zone-a:payment}:s")).isEqualTo(1L);
                });
    }

    @Test
    void startsWithRedisDownAndJoinsWhenItComes() {
        redis.kill();

        application
                .withPropertyValues("breaker.fleet.startup-timeout=100ms", "breaker.fleet.command-timeout=200ms")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    payment(context).acquire().success();
                    await().until(() -> !isAttached(context));

                    redis.restart();
                    await().atMost(Duration.ofSeconds(60)).until(() -> isAttached(context) && hasAnswered(context));
                });
    }

    @Test
    void whoStopsIsForgottenAtOnce() {
        application.withPropertyValues("breaker.fleet.instance-id=pod-7").run(context -> {
            await().until(() -> hasAnswered(context));
            assertThat(redis.say("HEXISTS", "breaker:1:{payment}:i", "pod-7")).isEqualTo(1L);
        });

        assertThat(redis.say("HEXISTS", "breaker:1:{payment}:i", "pod-7")).isEqualTo(0L);
    }

    @Test
    void nothingIsMadeWhereNoBreakerIsInAFleet() {
        application
                .withPropertyValues("breaker.circuitbreaker.instances.payment.fleet.enabled=false")
                .run(context -> {
                    payment(context);
                    assertThat(context.getBeanFactory().containsSingleton("breakerRedisFleetStore"))
                            .isFalse();
                });
    }

    @Test
    void anApplicationsOwnPlaceToMeetNeedsNoRedis() {
        bare.withBean(InMemoryFleetStore.class).run(context -> {
            assertThat(context).hasSingleBean(FleetStore.class);
            assertThat(isAttached(context)).isTrue();
        });
    }

    @Test
    void anApplicationsOwnFleetNeedsNoRedis() {
        bare.withBean(
                        CircuitBreakerFleet.class,
                        () -> CircuitBreakerFleet.of(new InMemoryFleetStore(), FleetConfig.ofDefaults()))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(FleetStore.class);
                    assertThat(isAttached(context)).isTrue();
                });
    }

    @Test
    void noConnectionIsAnError() {
        assertThat(problems(bare)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("there is no connection to Redis");
            assertThat(problem.action()).contains("spring-boot-starter-data-redis");
        });
    }

    @Test
    void severalConnectionsTakeAChoice() {
        ApplicationContextRunner two = bare.withBean("cache", RedisConnectionFactory.class, () -> Clients.lettuce(1))
                .withBean("fleetRedis", RedisConnectionFactory.class, () -> Clients.lettuce(redis.port()));

        assertThat(problems(two)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).endsWith("there are several connections to Redis: cache, fleetRedis");
            assertThat(problem.action())
                    .isEqualTo("Let breaker.fleet.connection name one of them, or mark one as @Primary.");
        });
        assertThat(problems(two.withPropertyValues("breaker.fleet.connection=fleetRedi")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .isEqualTo(
                                    "breaker.fleet.connection is fleetRedi: there is no RedisConnectionFactory bean of"
                                            + " that name");
                    assertThat(problem.action()).isEqualTo("Did you mean fleetRedis? There are: cache, fleetRedis.");
                });
        two.withPropertyValues("breaker.fleet.connection=fleetRedis").run(context -> {
            await().until(() -> hasAnswered(context));
            assertThat(isAttached(context)).isTrue();
        });
        bare.withBean("cache", RedisConnectionFactory.class, () -> Clients.lettuce(1))
                .withBean(
                        "fleetRedis",
                        RedisConnectionFactory.class,
                        () -> Clients.lettuce(redis.port()),
                        definition -> definition.setPrimary(true))
                .run(context -> await().until(() -> hasAnswered(context)));
    }

    @Test
    void aConnectionThatIsNotReactiveIsAnError() {
        assertThat(problems(
                        bare.withBean("jedis", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message())
                            .startsWith("Circuit breakers are to meet through the bean \"jedis\"")
                            .endsWith("which is no ReactiveRedisConnectionFactory");
                    assertThat(problem.action()).startsWith("Use Lettuce or Redisson for it");
                });
    }

    @ParameterizedTest
    @ValueSource(classes = {HasTemplate.class, HasFactory.class})
    void warnsWhereABreakerGuardsTheRedisThroughWhichItMeets(Class<?> guarded, CapturedOutput output) {
        application
                .withUserConfiguration(guarded)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .contains(guarded.getSimpleName() + ".find")
                .contains("\"payment\" is in a fleet that meets in the very Redis")
                .contains("each instance decides alone, exactly when they need each other");
    }

    @Test
    void doesNotWarnOfAnotherRedisNorOfBreakersThatAreInNoFleet(CapturedOutput output) {
        application
                .withUserConfiguration(HasTemplate.class)
                .withPropertyValues("breaker.fleet.connection=other")
                .withBean("other", RedisConnectionFactory.class, () -> Clients.lettuce(redis.port()))
                .withBean(
                        "redisConnectionFactory",
                        RedisConnectionFactory.class,
                        () -> Clients.lettuce(redis.port()),
                        definition -> definition.setPrimary(true))
                .run(context -> assertThat(context).hasNotFailed());
        application
                .withUserConfiguration(HasTemplate.class)
                .withPropertyValues("breaker.circuitbreaker.instances.payment.fleet.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).doesNotContain("the very Redis");
    }

    static class HasTemplate {

        private final StringRedisTemplate template;

        HasTemplate(StringRedisTemplate template) {
            this.template = template;
        }

        @CircuitBreaker(name = "payment")
        public String find() {
            return String.valueOf(template.opsForValue().get("x"));
        }
    }

    static class HasFactory {

        private final RedisConnectionFactory factory;

        HasFactory(RedisConnectionFactory factory) {
            this.factory = factory;
        }

        @CircuitBreaker(name = "payment")
        public String find() {
            return factory.toString();
        }
    }
}
