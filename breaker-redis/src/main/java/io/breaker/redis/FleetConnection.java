package io.breaker.redis;

import static java.util.Objects.requireNonNullElseGet;

import io.breaker.spring.config.Nearest;
import io.breaker.spring.config.Problem;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The one among an application's connection factories through which a fleet meets.
 *
 * @param name the bean's name, or the alias that was asked for
 * @param factory the bean
 */
record FleetConnection(String name, ReactiveRedisConnectionFactory factory) {

    private static final String KEY = "breaker.fleet.connection";

    /** Those that are both, as with Lettuce and Redisson, are the rule. */
    private static final List<Class<?>> TYPES =
            List.of(RedisConnectionFactory.class, ReactiveRedisConnectionFactory.class);

    /** That there is none, or more than one. */
    static final class Unusable extends RuntimeException {

        private final transient Problem problem;

        Unusable(String message, String action) {
            super(message + ". " + action);
            this.problem = new Problem(message, null, action);
        }

        Problem problem() {
            return problem;
        }
    }

    /**
     * Finds it.
     *
     * @param beans where to look
     * @param wanted its name or an alias, or {@code null} for the only or primary one
     * @throws Unusable if it cannot be had
     */
    static FleetConnection of(ConfigurableListableBeanFactory beans, @Nullable String wanted) {
        NamedBeanHolder<?> found = wanted == null ? only(beans) : named(beans, wanted);
        String name = found.getBeanName();
        Object bean = found.getBeanInstance();
        if (bean instanceof ReactiveRedisConnectionFactory reactive) {
            return new FleetConnection(name, reactive);
        }
        throw new Unusable(
                "Circuit breakers are to meet through the bean \"" + name + "\", a "
                        + bean.getClass().getSimpleName() + ", which is no ReactiveRedisConnectionFactory",
                "Use Lettuce or Redisson for it, or let " + KEY + " name a connection factory of theirs.");
    }

    private static NamedBeanHolder<?> named(ConfigurableListableBeanFactory beans, String wanted) {
        if (beans.containsBean(wanted) && TYPES.stream().anyMatch(type -> beans.isTypeMatch(wanted, type))) {
            return new NamedBeanHolder<>(wanted, beans.getBean(wanted));
        }
        Set<String> all = names(beans);
        String near = Nearest.to(wanted, all)
                .map(other -> "Did you mean " + other + "? ")
                .orElse("");
        throw new Unusable(
                KEY + " is " + wanted + ": there is no RedisConnectionFactory bean of that name",
                near + (all.isEmpty() ? "There are none yet." : "There are: " + String.join(", ", all) + "."));
    }

    /** As Spring chooses where somebody asks for the type. */
    private static NamedBeanHolder<?> only(ConfigurableListableBeanFactory beans) {
        Class<?> type = TYPES.stream()
                .filter(each -> names(beans, each).length > 0)
                .findFirst()
                .orElseThrow(() -> new Unusable(
                        "Circuit breakers are in a fleet, and there is no connection to Redis: no bean is a"
                                + " RedisConnectionFactory",
                        "Add org.springframework.boot:spring-boot-starter-data-redis to the dependencies, or define a"
                                + " RedisConnectionFactory bean."));
        try {
            return beans.resolveNamedBean(type);
        } catch (NoUniqueBeanDefinitionException ambiguous) {
            throw new Unusable(
                    "Circuit breakers are in a fleet, and there are several connections to Redis: "
                            + String.join(
                                    ", ", requireNonNullElseGet(ambiguous.getBeanNamesFound(), () -> names(beans))),
                    "Let " + KEY + " name one of them, or mark one as @Primary.");
        }
    }

    private static Set<String> names(ConfigurableListableBeanFactory beans) {
        return TYPES.stream()
                .flatMap(type -> Arrays.stream(names(beans, type)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String[] names(ConfigurableListableBeanFactory beans, Class<?> type) {
        return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false);
    }
}
