package io.breaker.redis;

import io.breaker.spring.config.Nearest;
import io.breaker.spring.config.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The one among an application's connection factories through which a fleet meets.
 *
 * @param name the bean's name
 * @param factory the bean
 */
record FleetConnection(String name, ReactiveRedisConnectionFactory factory) {

    private static final String KEY = "breaker.fleet.connection";

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
     * @param wanted its name, or {@code null} for the only or primary one
     * @throws Unusable if it cannot be had
     */
    static FleetConnection of(ConfigurableListableBeanFactory beans, @Nullable String wanted) {
        Set<String> all = new LinkedHashSet<>();
        all.addAll(names(beans, RedisConnectionFactory.class));
        all.addAll(names(beans, ReactiveRedisConnectionFactory.class));
        String name = wanted == null ? only(beans, all) : named(wanted, all);
        Object bean = beans.getBean(name);
        if (bean instanceof ReactiveRedisConnectionFactory reactive) {
            return new FleetConnection(name, reactive);
        }
        throw new Unusable(
                "Circuit breakers are to meet through the bean \"" + name + "\", a "
                        + bean.getClass().getSimpleName() + ", which is no ReactiveRedisConnectionFactory",
                "Use Lettuce or Redisson for it, or let " + KEY + " name a connection factory of theirs.");
    }

    private static List<String> names(ConfigurableListableBeanFactory beans, Class<?> type) {
        return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false));
    }

    private static String named(String wanted, Set<String> all) {
        if (all.contains(wanted)) {
            return wanted;
        }
        String near = Nearest.to(wanted, all)
                .map(other -> "Did you mean " + other + "? ")
                .orElse("");
        throw new Unusable(
                KEY + " is " + wanted + ": there is no RedisConnectionFactory bean of that name",
                near + (all.isEmpty() ? "There are none yet." : "There are: " + String.join(", ", all) + "."));
    }

    private static String only(ConfigurableListableBeanFactory beans, Set<String> all) {
        if (all.isEmpty()) {
            throw new Unusable(
                    "Circuit breakers are in a fleet, and there is no connection to Redis: no bean is a"
                            + " RedisConnectionFactory",
                    "Add org.springframework.boot:spring-boot-starter-data-redis to the dependencies, or define a"
                            + " RedisConnectionFactory bean.");
        }
        List<String> primary =
                all.stream().filter(name -> isPrimary(beans, name)).toList();
        if (all.size() == 1 || primary.size() == 1) {
            return all.size() == 1 ? all.iterator().next() : primary.get(0);
        }
        throw new Unusable(
                "Circuit breakers are in a fleet, and there are several connections to Redis: "
                        + String.join(", ", all),
                "Let " + KEY + " name one of them, or mark one as @Primary.");
    }

    private static boolean isPrimary(ConfigurableListableBeanFactory beans, String name) {
        return beans.containsBeanDefinition(name)
                && beans.getMergedBeanDefinition(name).isPrimary();
    }
}
