package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Which methods of which classes are guarded, and by what. Each class is read when it is first asked for. Thread-safe. Advisors
 * need it, so Spring must not look for advisors when it makes it: it would try to make each of them, and fail.
 */
final class Guards implements AopInfrastructureBean {

    /** What came of reading a class. */
    private record Reading(
            Map<Method, GuardedMethod> guarded, @Nullable Throwable unreadable) {}

    private static final Logger log = LoggerFactory.getLogger(Guards.class);

    private final ConcurrentMap<Class<?>, Map<Method, GuardedMethod>> classes = new ConcurrentHashMap<>();
    private final ConcurrentMap<Class<?>, Boolean> annotated = new ConcurrentHashMap<>();

    /** {@return the guarded methods of a bean's class, those that no proxy can intercept included} */
    Collection<GuardedMethod> of(Class<?> type) {
        return methods(type).values();
    }

    /**
     * Looks a method up.
     *
     * @param method the method as called: an interface's, a superclass's or a bridge will do
     * @param type the class of the bean
     * @return what guards it, or {@code null} for nothing
     */
    @Nullable GuardedMethod find(Method method, Class<?> type) {
        Map<Method, GuardedMethod> guarded = methods(type);
        return guarded.isEmpty() ? null : guarded.get(specific(method, ClassUtils.getUserClass(type)));
    }

    boolean isGuarded(PolicyKind kind, Method method, Class<?> type) {
        GuardedMethod guarded = find(method, type);
        return guarded != null && guarded.guard(kind) != null;
    }

    boolean hasFallback(Method method, Class<?> type) {
        GuardedMethod guarded = find(method, type);
        return guarded != null && !guarded.fallbackNames().isEmpty();
    }

    private Map<Method, GuardedMethod> methods(Class<?> type) {
        Class<?> written = ClassUtils.getUserClass(type);
        Map<Method, GuardedMethod> known = classes.get(written);
        return known != null ? known : remember(written, read(written));
    }

    /** Reading loads classes and complains of some, so it goes before this, without a lock; the first reading is kept. */
    private Map<Method, GuardedMethod> remember(Class<?> type, Reading reading) {
        Map<Method, GuardedMethod> other = classes.putIfAbsent(type, reading.guarded);
        if (other != null) {
            return other;
        }
        if (reading.unreadable != null) {
            complain(type, reading.unreadable);
        }
        return reading.guarded;
    }

    private Reading read(Class<?> type) {
        try {
            return new Reading(isAnnotated(type) ? new GuardReader(type).read(declared(type)) : Map.of(), null);
        } catch (IllegalStateException | LinkageError | TypeNotPresentException unreadable) {
            // a bean may mention an optional library that is missing: then it is not ours to stop the application
            return new Reading(Map.of(), unreadable);
        }
    }

    /** A cheap question that spares most classes of an application the reading: superclasses are asked once for all. */
    private boolean isAnnotated(Class<?> type) {
        for (Class<?> each : hierarchy(type)) {
            Boolean known = annotated.get(each);
            if (known == null) {
                known = GuardReader.hasAnnotations(each);
                annotated.put(each, known);
            }
            if (known) {
                return true;
            }
        }
        return false;
    }

    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            types.add(each);
        }
        types.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
        return types;
    }

    private static void complain(Class<?> type, Throwable unreadable) {
        if (!GuardReader.isMentioned(type)) {
            log.debug("Cannot look for Breaker's annotations in {}", type.getName(), unreadable);
            return;
        }
        log.warn(
                "Breaker's annotations in {} do nothing, since the class cannot be read: {}. Put what it mentions on the "
                        + "class path, or move the annotated methods to a class that does not mention it.",
                type.getName(),
                String.valueOf(NestedExceptionUtils.getMostSpecificCause(unreadable)));
    }

    /** The methods that people wrote, from the superclasses and interfaces too, each as its most specific override. */
    private static Set<Method> declared(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (!Proxy.isProxyClass(type)) {
            types.add(type);
        }
        types.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
        Set<Method> methods = new LinkedHashSet<>();
        for (Class<?> each : types) {
            ReflectionUtils.doWithMethods(
                    each, method -> methods.add(specific(method, type)), ReflectionUtils.USER_DECLARED_METHODS);
        }
        return methods;
    }

    /** A JDK proxy that is itself a bean, such as an HTTP interface client, says nothing that its interfaces do not. */
    private static Method specific(Method method, Class<?> type) {
        return Proxy.isProxyClass(type) ? method : AopUtils.getMostSpecificMethod(method, type);
    }
}
