package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationSelectors;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads the annotations of one class. One on a method wins over one on the class; one on the class applies to the public
 * methods, other than {@code toString} and its like, and other than the fallbacks: a fallback that stood behind the breaker
 * it answers for would be refused with the call.
 */
final class GuardReader {

    private final Class<?> type;
    private final List<Guard> onClass = new ArrayList<>();
    private final Map<Method, List<Guard>> onMethods = new LinkedHashMap<>();

    /** Names of fallbacks, and those of them that are also the name of the method that names them. */
    private final Set<String> fallbacks = new HashSet<>();

    private final Set<String> overloads = new HashSet<>();

    GuardReader(Class<?> type) {
        this.type = type;
    }

    static boolean mayBeGuarded(Class<?> type) {
        return AnnotationUtils.isCandidateClass(
                type,
                Arrays.stream(PolicyKind.values()).map(PolicyKind::annotation).toList());
    }

    Map<Method, GuardedMethod> read(Collection<Method> methods) {
        for (PolicyKind kind : PolicyKind.values()) {
            Guard guard = read(kind, type, type);
            if (guard != null) {
                onClass.add(guard);
                fallbacks.add(guard.fallbackMethod());
            }
        }
        methods.forEach(this::readMethod);
        Map<Method, GuardedMethod> guarded = new LinkedHashMap<>();
        for (Method method : methods) {
            List<Guard> guards = guards(method);
            if (!guards.isEmpty()) {
                guarded.put(method, new GuardedMethod(method, type, guards));
            }
        }
        return guarded;
    }

    private void readMethod(Method method) {
        for (PolicyKind kind : PolicyKind.values()) {
            Guard guard = read(kind, method, null);
            if (guard == null && method.getDeclaringClass() != type) { // its interface may come with a subclass
                Method declared = ClassUtils.getInterfaceMethodIfPossible(method, type);
                guard = declared.equals(method) ? null : read(kind, declared, null);
            }
            if (guard != null) {
                onMethods.computeIfAbsent(method, any -> new ArrayList<>()).add(guard);
                (guard.fallbackMethod().equals(method.getName()) ? overloads : fallbacks).add(guard.fallbackMethod());
            }
        }
    }

    private static @Nullable Guard read(PolicyKind kind, AnnotatedElement element, @Nullable Class<?> annotatedClass) {
        MergedAnnotation<?> found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
                .get(kind.annotation(), null, MergedAnnotationSelectors.firstDirectlyDeclared());
        if (!found.isPresent()) {
            return null;
        }
        Class<?> source = annotatedClass != null && found.getSource() instanceof Class<?> type ? type : annotatedClass;
        return new Guard(kind, found.getString("name"), found.getString("fallbackMethod"), source);
    }

    /** What applies to a method, in the order of the policies. */
    private List<Guard> guards(Method method) {
        List<Guard> own = onMethods.getOrDefault(method, List.of());
        if (onClass.isEmpty() || !isCoveredByClass(method)) {
            return own;
        }
        List<Guard> guards = new ArrayList<>(own);
        for (Guard each : onClass) {
            if (own.stream().noneMatch(guard -> guard.kind() == each.kind())) {
                guards.add(each);
            }
        }
        guards.sort((a, b) -> a.kind().compareTo(b.kind()));
        return guards;
    }

    private boolean isCoveredByClass(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method)
                && !isFallback(method);
    }

    private boolean isFallback(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return fallbacks.contains(method.getName())
                || (overloads.contains(method.getName())
                        && parameters.length > 0
                        && Throwable.class.isAssignableFrom(parameters[parameters.length - 1]));
    }
}
