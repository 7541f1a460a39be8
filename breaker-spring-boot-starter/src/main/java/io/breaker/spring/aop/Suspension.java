package io.breaker.spring.aop;

import java.lang.reflect.Method;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;

/** Kotlin's suspending functions: the compiler adds a last parameter, which their authors did not write. */
final class Suspension {

    private Suspension() {}

    static boolean isSuspending(Method method) {
        return KotlinDetector.isSuspendingFunction(method);
    }

    /** {@return how many parameters the author wrote} */
    static int parameterCount(Method method) {
        return method.getParameterCount() - (isSuspending(method) ? 1 : 0);
    }

    /** {@return what a suspending function returns: what the compiler has it hand to its last parameter} */
    static ResolvableType returned(Method method, Class<?> type) {
        return ResolvableType.forMethodParameter(method, method.getParameterCount() - 1, type)
                .getGeneric(0);
    }
}
