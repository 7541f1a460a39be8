package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.ExceptionClassifier;
import io.breaker.retry.RetryConfig;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/** One key that instances of a policy can have, found by its setter, and where its value arrives. */
record Setting(PolicyKind policy, String property, Class<?> type) {

    private static final Map<PolicyKind, Class<?>> PROPERTIES =
            Map.of(PolicyKind.CIRCUITBREAKER, CircuitBreakerProperties.class, PolicyKind.RETRY, RetryProperties.class);

    /** {@return all settings of all policies but base-config, which says where the others come from} */
    static List<Setting> all() {
        return Arrays.stream(PolicyKind.values()).flatMap(Setting::of).toList();
    }

    static Stream<Setting> of(PolicyKind policy) {
        return Arrays.stream(Objects.requireNonNull(PROPERTIES.get(policy)).getMethods())
                .filter(method -> method.getName().startsWith("set"))
                .map(setter -> new Setting(policy, property(setter), setter.getParameterTypes()[0]))
                .filter(setting -> !setting.property.equals("baseConfig"))
                .sorted((left, right) -> left.property.compareTo(right.property));
    }

    private static String property(Method setter) {
        return StringUtils.uncapitalize(setter.getName().substring(3));
    }

    String key() {
        return DataObjectPropertyName.toDashedForm(property);
    }

    /** {@return the value in force for an instance, as text or as what the accessor returns} */
    @Nullable Object inForce(BreakerSettings settings, String instance) {
        Method accessor = ReflectionUtils.findMethod(BreakerSettings.class, property, String.class);
        if (accessor != null) {
            return ReflectionUtils.invokeMethod(accessor, settings, instance);
        }
        Object config = policy == PolicyKind.RETRY ? settings.retry(instance) : settings.circuitBreaker(instance);
        return read(config);
    }

    /** {@return the default that the code has} */
    @Nullable Object codeDefault() {
        return inForce(new BreakerSettings(), "anything");
    }

    private @Nullable Object read(Object config) {
        Class<?> type = policy == PolicyKind.RETRY ? RetryConfig.class : CircuitBreakerConfig.class;
        Method accessor = ReflectionUtils.findMethod(type, property);
        if (accessor == null) {
            throw new AssertionError(type + " has no accessor " + property);
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
