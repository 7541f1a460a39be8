package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.ExceptionClassifier;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * One key that instances of a policy can have, found by its setter, and where its value arrives.
 *
 * @param group the property that has this one, or empty
 * @param property its name
 */
record Setting(PolicyKind policy, String group, String property, Class<?> type) {

    private static final Map<PolicyKind, Class<?>> PROPERTIES = Map.of(
            PolicyKind.CIRCUITBREAKER, CircuitBreakerProperties.class,
            PolicyKind.RETRY, RetryProperties.class,
            PolicyKind.RATELIMITER, RateLimiterProperties.class,
            PolicyKind.TIMELIMITER, TimeLimiterProperties.class,
            PolicyKind.BULKHEAD, BulkheadProperties.class,
            PolicyKind.THREAD_POOL_BULKHEAD, ThreadPoolBulkheadProperties.class);

    /** Settings whose default is made of the number of processors. */
    private static final List<String> OF_THE_MACHINE = List.of("core-thread-pool-size", "max-thread-pool-size");

    /** {@return all settings of all policies but base-config, which says where the others come from} */
    static List<Setting> all() {
        return Arrays.stream(PolicyKind.values()).flatMap(Setting::of).toList();
    }

    static Stream<Setting> of(PolicyKind policy) {
        Class<?> properties = Objects.requireNonNull(PROPERTIES.get(policy));
        Stream<Setting> below =
                methods(properties, "get").flatMap(getter -> setters(policy, property(getter), getter.getReturnType()));
        return Stream.concat(setters(policy, "", properties), below)
                .filter(setting -> !setting.property.equals("baseConfig"))
                .sorted(Comparator.comparing(Setting::accessor));
    }

    private static Stream<Setting> setters(PolicyKind policy, String group, Class<?> properties) {
        return methods(properties, "set")
                .map(setter -> new Setting(policy, group, property(setter), setter.getParameterTypes()[0]));
    }

    private static Stream<Method> methods(Class<?> type, String prefix) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> method.getName().startsWith(prefix));
    }

    private static String property(Method accessor) {
        return StringUtils.uncapitalize(accessor.getName().substring(3));
    }

    String key() {
        String key = DataObjectPropertyName.toDashedForm(property);
        return group.isEmpty() ? key : DataObjectPropertyName.toDashedForm(group) + "." + key;
    }

    /** {@return the name that the core has for it} */
    String accessor() {
        return group.isEmpty() ? property : group + StringUtils.capitalize(property);
    }

    /** {@return the value in force for an instance, as text or as what the accessor returns} */
    @Nullable Object inForce(BreakerSettings settings, String instance) {
        if (property.equals("eventConsumerBufferSize")) {
            return settings.eventConsumerBufferSize(policy, instance);
        }
        String health = policy == PolicyKind.RATELIMITER
                ? property.replace("HealthIndicator", "RateLimiterHealthIndicator")
                : property;
        Method accessor = ReflectionUtils.findMethod(BreakerSettings.class, health, String.class);
        if (accessor != null) {
            return ReflectionUtils.invokeMethod(accessor, settings, instance);
        }
        return read(config(policy, settings, instance));
    }

    /** {@return the configuration of an instance} */
    static Object config(PolicyKind policy, BreakerSettings settings, String instance) {
        return switch (policy) {
            case RETRY -> settings.retry(instance);
            case CIRCUITBREAKER -> settings.circuitBreaker(instance);
            case RATELIMITER -> settings.rateLimiter(instance);
            case TIMELIMITER -> settings.timeLimiter(instance);
            case BULKHEAD -> settings.bulkhead(instance);
            case THREAD_POOL_BULKHEAD -> settings.threadPoolBulkhead(instance);
        };
    }

    /** {@return the keys that a config or an instance of the policy takes} */
    static KeyTree.Branch keys(PolicyKind policy) {
        PolicyDescriptions known = new PolicyDescriptions(null);
        return Objects.requireNonNull(known.entries().get(policy)).get();
    }

    boolean dependsOnTheMachine() {
        return OF_THE_MACHINE.contains(key());
    }

    /** {@return the default that the code has} */
    @Nullable Object codeDefault() {
        return inForce(new BreakerSettings(), "anything");
    }

    private @Nullable Object read(Object config) {
        Method accessor = ReflectionUtils.findMethod(config.getClass(), accessor());
        if (accessor == null) {
            throw new AssertionError(config.getClass() + " has no accessor " + accessor());
        }
        Object value = ReflectionUtils.invokeMethod(accessor, config);
        if (value instanceof Predicate<?> || value instanceof State) {
            return value.toString();
        }
        return value instanceof ExceptionClassifier classifier ? Samples.nameOf(classifier) : value;
    }

    @Override
    public String toString() {
        return policy.key() + " " + key();
    }
}
