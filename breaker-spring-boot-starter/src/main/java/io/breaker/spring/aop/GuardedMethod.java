package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * A method with at least one guard.
 *
 * @param method the most specific method, no bridge
 * @param targetClass the class of the bean, which may inherit the method
 * @param guards its guards, outermost policy first, one of a kind
 */
record GuardedMethod(Method method, Class<?> targetClass, List<Guard> guards) {

    @Nullable Guard guard(PolicyKind kind) {
        for (Guard guard : guards) {
            if (guard.kind() == kind) {
                return guard;
            }
        }
        return null;
    }

    /** {@return the fallbacks that its annotations name, each once: they pool their overloads} */
    List<String> fallbackNames() {
        return guards.stream()
                .map(Guard::fallbackMethod)
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
    }

    ResolvableType returnType() {
        return ResolvableType.forMethodReturnType(method, targetClass);
    }

    ReturnKind kind() {
        return ReturnKind.of(method, returnType().toClass());
    }

    /** {@return whether callers expect that exception: in Kotlin, they expect all of them} */
    boolean declares(Class<? extends Throwable> exception) {
        return ReflectionUtils.declaresException(method, exception)
                || KotlinDetector.isKotlinType(method.getDeclaringClass());
    }

    @Override
    public String toString() {
        return Signatures.qualified(method);
    }
}
