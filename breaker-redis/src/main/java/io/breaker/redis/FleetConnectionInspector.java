package io.breaker.redis;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.spring.config.AnnotatedMethods;
import io.breaker.spring.config.AnnotatedMethods.AnnotatedMethod;
import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupInspector;
import io.breaker.spring.config.StartupReport;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.RedisAccessor;
import org.springframework.util.ReflectionUtils;

/**
 * Looks whether breakers that are in a fleet can be, and whether one of them guards the very Redis through which it meets the
 * others: that is so where the annotated bean itself has a connection, or a template, of the same factory.
 */
final class FleetConnectionInspector implements StartupInspector {

    private final BreakerSettings settings;
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<AnnotatedMethods> annotatedMethods;

    FleetConnectionInspector(
            BreakerSettings settings,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<AnnotatedMethods> annotatedMethods) {
        this.settings = settings;
        this.beans = beans;
        this.annotatedMethods = annotatedMethods;
    }

    @Override
    public void inspect(StartupReport report) {
        CircuitBreakerRegistry registry =
                beans.getBeanProvider(CircuitBreakerRegistry.class).getIfUnique();
        Set<String> members = registry == null
                ? Set.of()
                : registry.all().stream()
                        .filter(breaker -> breaker.config().fleetEnabled())
                        .map(CircuitBreaker::name)
                        .collect(Collectors.toSet());
        if (members.isEmpty()) {
            return;
        }
        try {
            FleetConnection connection =
                    FleetConnection.of(beans, settings.fleet().connection());
            annotatedMethods.ifAvailable(methods -> methods.of(PolicyKind.CIRCUITBREAKER).stream()
                    .filter(method -> members.contains(method.instance()) && uses(method.bean(), connection))
                    .forEach(method -> report.warning(guardsItsOwnMeetingPlace(method, connection))));
        } catch (FleetConnection.Unusable unusable) {
            report.error(unusable.problem());
        }
    }

    private static Problem guardsItsOwnMeetingPlace(AnnotatedMethod method, FleetConnection connection) {
        return new Problem(
                "%s: the circuit breaker \"%s\" is in a fleet that meets in the very Redis that the method's bean uses (through \"%s\"): when that Redis fails, each instance decides alone, exactly when they need each other."
                        .formatted(method.method(), method.instance(), connection.name()),
                null,
                "Let breaker.fleet.connection name a connection to another Redis, or take this circuit breaker out of"
                        + " the fleet.");
    }

    private boolean uses(String bean, FleetConnection connection) {
        Object target = beans.containsSingleton(bean) ? beans.getSingleton(bean) : null;
        for (Object next = target; next != null; next = AopProxyUtils.getSingletonTarget(next)) {
            target = next;
        }
        return target != null && values(target).stream().anyMatch(value -> connectionOf(value) == connection.factory());
    }

    private static List<Object> values(Object target) {
        List<Object> values = new ArrayList<>();
        ReflectionUtils.doWithFields(
                target.getClass(),
                field -> {
                    Object value = value(field, target);
                    if (value != null) {
                        values.add(value);
                    }
                },
                field -> !Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive());
        return values;
    }

    private static @Nullable Object value(Field field, Object target) {
        try {
            ReflectionUtils.makeAccessible(field);
            return ReflectionUtils.getField(field, target);
        } catch (RuntimeException closed) { // a module's business
            return null;
        }
    }

    /** {@return the factory behind a template, or the value itself, which may be one} */
    private static @Nullable Object connectionOf(Object value) {
        if (value instanceof RedisAccessor template) {
            return template.getConnectionFactory();
        }
        return value instanceof ReactiveRedisTemplate<?, ?> template ? template.getConnectionFactory() : value;
    }
}
