package io.breaker.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.util.StringUtils;

/** How problems call methods and types: as their authors wrote them. */
final class Signatures {

    private Signatures() {}

    /** {@return such as {@code com.example.StockRepository.find(String, String)}} */
    static String qualified(Method method) {
        return name(method.getDeclaringClass()) + "." + simple(method);
    }

    /** {@return such as {@code find(String, String)}} */
    static String simple(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .limit(Suspension.parameterCount(method))
                .map(Signatures::simple)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    static String name(Class<?> type) {
        String canonical = type.getCanonicalName();
        return canonical != null ? canonical : type.getName();
    }

    /** {@return the type without packages and outer classes, type arguments kept} */
    static String simple(Type type) {
        return type.getTypeName().replaceAll("(?:[\\w$]+[.$])+(?=\\w)", "");
    }

    /** {@return the declaration of a fallback that fits, to be copied into the class} */
    static String fallbackFor(GuardedMethod guarded, String name) {
        Method method = guarded.method();
        if (Suspension.isSuspending(method)) {
            return suspendingFallbackFor(method, name);
        }
        String parameters = Arrays.stream(method.getParameters())
                .map(Signatures::declared)
                .map(parameter -> parameter + ", ")
                .collect(Collectors.joining());
        String result = simple(method.getGenericReturnType());
        return "private %s %s(%sThrowable thrown)".formatted(result, name, parameters);
    }

    /** In Kotlin, as such functions are written; it is up to their authors to know the result's type. */
    private static String suspendingFallbackFor(Method method, String name) {
        String parameters = Arrays.stream(method.getParameters())
                .limit(Suspension.parameterCount(method))
                .map(parameter -> parameter.getName() + ": "
                        + StringUtils.capitalize(simple(parameter.getParameterizedType())) + ", ")
                .collect(Collectors.joining());
        return "private suspend fun %s(%sthrown: Throwable)".formatted(name, parameters);
    }

    private static String declared(Parameter parameter) {
        return simple(parameter.getParameterizedType()) + " " + parameter.getName();
    }
}
