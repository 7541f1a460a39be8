package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Which of an application's connections a fleet takes. */
class FleetConnectionTest {

    private final DefaultListableBeanFactory parent = new DefaultListableBeanFactory();
    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory(parent);

    private static RedisConnectionFactory both() {
        return mock(RedisConnectionFactory.class, withSettings().extraInterfaces(ReactiveRedisConnectionFactory.class));
    }

    private static void add(DefaultListableBeanFactory to, String name, Consumer<? super AbstractBeanDefinition> as) {
        AbstractBeanDefinition definition = BeanDefinitionBuilder.genericBeanDefinition(
                        RedisConnectionFactory.class, FleetConnectionTest::both)
                .getBeanDefinition();
        as.accept(definition);
        to.registerBeanDefinition(name, definition);
    }

    private void add(String name) {
        add(beans, name, definition -> {});
    }

    private String found(@Nullable String wanted) {
        FleetConnection connection = FleetConnection.of(beans, wanted);
        assertThat(connection.factory()).isSameAs(beans.getBean(connection.name()));
        return connection.name();
    }

    private String problem(@Nullable String wanted) {
        String[] message = {""};
        assertThatThrownBy(() -> FleetConnection.of(beans, wanted))
                .isInstanceOfSatisfying(
                        FleetConnection.Unusable.class,
                        unusable -> message[0] = unusable.problem().message() + " | "
                                + unusable.problem().action());
        return message[0];
    }

    @Test
    void takesTheOnlyOne() {
        add("redis");

        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void takesThePrimaryOne() {
        add("cache");
        add(beans, "redis", definition -> definition.setPrimary(true));

        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void takesNoFallbackWhereThereIsAnother() {
        add(beans, "cache", definition -> definition.setFallback(true));
        add("redis");

        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void takesNoneThatIsThereForItsQualifierAlone() {
        add(beans, "cache", definition -> definition.setDefaultCandidate(false));
        add(beans, "session", definition -> definition.setAutowireCandidate(false));
        add("redis");

        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void takesThatOfTheParentIfThereIsNoOther() {
        add(parent, "shared", definition -> {});

        assertThat(found(null)).isEqualTo("shared");
        assertThat(found("shared")).isEqualTo("shared");

        add("redis");
        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void theParentsPrimaryOneIsPrimaryThere() {
        add(parent, "cache", definition -> {});
        add(parent, "shared", definition -> definition.setPrimary(true));

        assertThat(found(null)).isEqualTo("shared");
    }

    @Test
    void takesOneByItsAlias() {
        add("cache");
        add("redis");
        beans.registerAlias("redis", "fleetRedis");

        assertThat(FleetConnection.of(beans, "fleetRedis").factory()).isSameAs(beans.getBean("redis"));
    }

    @Test
    void anAliasMakesNoSecondOne() {
        add("redis");
        beans.registerAlias("redis", "fleetRedis");

        assertThat(found(null)).isEqualTo("redis");
    }

    @Test
    void takesOneThatIsReactiveAlone() {
        beans.registerSingleton("reactive", mock(ReactiveRedisConnectionFactory.class));

        assertThat(found(null)).isEqualTo("reactive");
        assertThat(found("reactive")).isEqualTo("reactive");
    }

    @Test
    void severalTakeAChoice() {
        add("cache");
        add("redis");

        assertThat(problem(null))
                .isEqualTo("Circuit breakers are in a fleet, and there are several connections to Redis: cache, redis"
                        + " | Let breaker.fleet.connection name one of them, or mark one as @Primary.");
    }

    @Test
    void severalPrimaryOnesTakeAChoice() {
        add(beans, "cache", definition -> definition.setPrimary(true));
        add(beans, "redis", definition -> definition.setPrimary(true));

        assertThat(problem(null)).contains("there are several connections to Redis: cache, redis");
    }

    @Test
    void aBeanOfThatNameThatConnectsToNothingIsNone() {
        add("redis");
        beans.registerSingleton("redi", "a text");

        assertThat(problem("redi"))
                .isEqualTo("breaker.fleet.connection is redi: there is no RedisConnectionFactory bean of that name"
                        + " | Did you mean redis? There are: redis.");
    }
}
