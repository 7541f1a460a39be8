package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
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
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads the annotations of one class. One on a method wins over one on the class; one on the class applies to the public
 * methods, other than {@code toString} and its like, and other than the fallbacks: a fallback that stood behind the breaker
 * it answers for would be refused with the call.
 */
final class GuardReader {

    private static final List<Class<? extends Annotation>> OURS = Arrays.stream(PolicyKind.values())
            .map(PolicyKind::annotation)
            .distinct()
            .toList();

    /** Whether an annotation is one of ours, or carries one itself. There are few, on many methods. */
    private static final ClassValue<Boolean> IS_OURS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> annotation) {
            MergedAnnotations carried = MergedAnnotations.from(annotation);
            return OURS.stream().anyMatch(ours -> ours == annotation || carried.isPresent(ours));
        }
    };

    private final Class<?> type;
    private final List<Guard> onClass = new ArrayList<>();
    private final Map<Method, List<Guard>> onMethods = new LinkedHashMap<>();

    /** The fallbacks that annotations name. */
    private final Set<String> names = new HashSet<>();

    GuardReader(Class<?> type) {
        this.type = type;
    }

    /** Whether our annotations stand in that very class, on itself or on a method, directly or in other annotations. */
    static boolean hasAnnotations(Class<?> type) {
        if (!mayBeGuarded(type)) {
            return false;
        }
        boolean[] found = {isAnnotated(type)};
        ReflectionUtils.doWithLocalMethods(type, method -> found[0] = found[0] || isAnnotated(method));
        return found[0];
    }

    /** Asked of every method of every bean at startup. */
    private static boolean isAnnotated(AnnotatedElement element) {
        for (Annotation each : element.getDeclaredAnnotations()) {
            if (IS_OURS.get(each.annotationType())) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeGuarded(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, OURS);
    }

    /** Whether our annotations stand in a class, its superclasses or interfaces, judged by their files alone. */
    static boolean isMentioned(Class<?> type) {
        Set<Class<?>> types = ClassUtils.getAllInterfacesForClassAsSet(type);
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            types.add(each);
        }
        return types.stream().filter(GuardReader::mayBeGuarded).anyMatch(GuardReader::isMentionedInFile);
    }

    private static boolean isMentionedInFile(Class<?> type) {
        try {
            AnnotationMetadata file = new SimpleMetadataReaderFactory(type.getClassLoader())
                    .getMetadataReader(type.getName())
                    .getAnnotationMetadata();
            return Arrays.stream(PolicyKind.values())
                    .map(kind -> kind.annotation().getName())
                    .anyMatch(name -> file.isAnnotated(name) || file.hasAnnotatedMethods(name));
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            return false; // such as a class that was made at run time
        }
    }

    Map<Method, GuardedMethod> read(Collection<Method> methods) {
        for (PolicyKind kind : PolicyKind.values()) {
            Guard guard = read(kind, type, type);
            if (guard != null) {
                onClass.add(guard);
                names.add(guard.fallbackMethod());
            }
        }
        methods.forEach(this::readMethod);
        Map<Method, GuardedMethod> guarded = new LinkedHashMap<>();
        Set<Method> fallbacks = fallbacks(methods);
        for (Method method : methods) {
            boolean covered = isCoveredByClass(method) && !fallbacks.contains(method);
            List<Guard> guards = covered ? withClass(method) : own(method);
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
                names.add(guard.fallbackMethod());
            }
        }
    }

    private static @Nullable Guard read(PolicyKind kind, AnnotatedElement element, @Nullable Class<?> annotatedClass) {
        MergedAnnotation<?> found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
                .get(kind.annotation(), null, MergedAnnotationSelectors.firstDirectlyDeclared());
        if (!found.isPresent() || !kind.isAskedFor(found)) {
            return null;
        }
        Class<?> source = annotatedClass != null && found.getSource() instanceof Class<?> type ? type : annotatedClass;
        int permits = found.getValue("permits", Integer.class).orElse(1);
        return new Guard(kind, found.getString("name"), found.getString("fallbackMethod"), permits, source);
    }

    private List<Guard> own(Method method) {
        return onMethods.getOrDefault(method, List.of());
    }

    /** What applies to a method that its class covers, in the order of the policies. */
    private List<Guard> withClass(Method method) {
        List<Guard> own = own(method);
        List<Guard> guards = new ArrayList<>(own);
        for (Guard each : onClass) {
            if (own.stream()
                    .noneMatch(guard -> guard.kind().annotation() == each.kind().annotation())) {
                guards.add(each);
            }
        }
        guards.sort((a, b) -> a.kind().compareTo(b.kind()));
        return guards;
    }

    private static boolean isCoveredByClass(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !ReflectionUtils.isObjectMethod(method);
    }

    /**
     * The methods that the class covers but that answer for another one. A fallback names none itself, so those that
     * cannot be one come first, and overloads of a fallback's name afterwards, those that take an exception last.
     */
    private Set<Method> fallbacks(Collection<Method> methods) {
        List<Method> covered = new ArrayList<>();
        methods.stream().filter(GuardReader::isCoveredByClass).forEach(covered::add);
        List<Method> candidates = covered.stream()
                .filter(method -> names.contains(method.getName()))
                .toList();
        Set<Method> fallbacks = new HashSet<>();
        if (onClass.isEmpty() || candidates.isEmpty()) {
            return fallbacks;
        }
        onMethods.forEach((method, own) -> addFallbacks(method, own, candidates, fallbacks));
        covered.sort(Comparator.<Method, Boolean>comparing(candidates::contains)
                .thenComparing(GuardReader::takesExceptionLast));
        for (Method method : covered) {
            if (!fallbacks.contains(method)) {
                addFallbacks(method, withClass(method), candidates, fallbacks);
            }
        }
        candidates.stream().filter(GuardReader::takesExceptionLast).forEach(fallbacks::add); // meant, if it fits or not
        return fallbacks;
    }

    private void addFallbacks(Method method, List<Guard> guards, List<Method> candidates, Set<Method> fallbacks) {
        GuardedMethod guarded = new GuardedMethod(method, type, guards);
        FallbackFit fit = new FallbackFit(guarded);
        List<String> named = guarded.fallbackNames();
        candidates.stream()
                .filter(each -> named.contains(each.getName()) && !each.equals(method))
                .filter(each -> fit.check(each).method() != null)
                .forEach(fallbacks::add);
    }

    private static boolean takesExceptionLast(Method method) {
        int count = Suspension.parameterCount(method);
        return count > 0 && Throwable.class.isAssignableFrom(method.getParameterTypes()[count - 1]);
    }
}
