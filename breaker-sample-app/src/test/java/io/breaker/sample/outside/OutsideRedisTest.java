package io.breaker.sample.outside;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.breaker.sample.outside.Fault.Mode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.core.ExecutableProvider;

/** An outside Redis is used in place of our own, through the proxy where that is possible. */
class OutsideRedisTest {

    private static RedisProcess somebodyElses;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
            .withUserConfiguration(OutsideConfiguration.class);

    @BeforeAll
    static void start() throws Exception {
        somebodyElses =
                RedisProcess.start(ExecutableProvider.newJarResourceProvider().get());
    }

    @AfterAll
    static void stop() {
        somebodyElses.kill();
    }

    @Test
    void startsItsOwnRedisUnlessOneIsConfigured() {
        runner.run(context -> {
            assertThat(context.getBean(BreakableRedis.class).isEmbedded()).isTrue();
            assertThat(context.getBean(StringRedisTemplate.class).hasKey("a")).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.data.redis.host=localhost,spring.data.redis.port=%d",
                "spring.data.redis.url=redis://localhost:%d"
            })
    void usesAnOutsideServer(String properties) {
        int port = somebodyElses.address().getPort();
        runner.withPropertyValues(properties.formatted(port).split(",")).run(context -> {
            assertThat(context.getBean(BreakableRedis.class).isEmbedded()).isFalse();
            context.getBean(StringRedisTemplate.class).opsForValue().set("key", properties);
        });
        runner.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port)
                .run(context -> assertThat(context.getBean(StringRedisTemplate.class)
                                .opsForValue()
                                .get("key"))
                        .isEqualTo(properties));
    }

    @ParameterizedTest
    @EnumSource(names = {"DOWN", "HANG", "ERRORS"})
    void breaksTheConnectionToAServerThatIsNotOurs(Mode mode) {
        int port = somebodyElses.address().getPort();
        runner.withPropertyValues(
                        "spring.data.redis.host=localhost",
                        "spring.data.redis.port=" + port,
                        "spring.data.redis.timeout=300ms",
                        "spring.data.redis.connect-timeout=300ms")
                .run(context -> {
                    BreakableRedis redis = context.getBean(BreakableRedis.class);
                    redis.apply(new Fault(mode, Duration.ofMillis(300)));
                    StringRedisTemplate template = context.getBean(StringRedisTemplate.class);

                    assertThatExceptionOfType(Exception.class).isThrownBy(() -> template.hasKey("a"));
                    assertThat(somebodyElses.isAlive()).isTrue();
                });
    }

    @Test
    void keepsUserPasswordAndDatabase() {
        runner.withPropertyValues("spring.data.redis.url=redis://joe:secret@localhost:1234/2")
                .run(context -> {
                    var details = context.getBean(DataRedisConnectionDetails.class);
                    assertThat(details.getUsername()).isEqualTo("joe");
                    assertThat(details.getPassword()).isEqualTo("secret");
                    var server = requireNonNull(details.getStandalone());
                    assertThat(server.getDatabase()).isEqualTo(2);
                    assertThat(server.getPort()).isNotEqualTo(1234);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.data.redis.url=rediss://localhost:1234",
                "spring.data.redis.cluster.nodes=localhost:1234",
                "spring.data.redis.sentinel.master=m,spring.data.redis.sentinel.nodes=localhost:1234"
            })
    void connectsDirectlyWhereAProxyCannotStandInBetween(String properties) {
        runner.withPropertyValues(properties.split(",")).run(context -> {
            BreakableRedis redis = context.getBean(BreakableRedis.class);
            assertThat(context.getBean(DataRedisConnectionDetails.class)).isNotInstanceOf(Record.class);
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> redis.apply(new Fault(Mode.DOWN, Duration.ofMillis(300))))
                    .withMessageStartingWith("This Redis is a cluster");
        });
    }
}
