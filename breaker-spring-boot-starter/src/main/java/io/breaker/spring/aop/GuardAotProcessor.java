package io.breaker.spring.aop;

import io.breaker.spring.config.BreakerStartupException;
import io.breaker.spring.config.Problem;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Looks at annotated beans when an application is built ahead of time: a fallback that does not exist or does not fit fails
 * the build, and the others are noted as methods that are called by reflection. Names of instances are no matter of the
 * build: properties may differ where the application runs.
 */
final class GuardAotProcessor implements BeanRegistrationAotProcessor {

    private final Guards guards = new Guards();

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
        Collection<GuardedMethod> methods = guards.of(type);
        if (methods.isEmpty()) {
            return null;
        }
        List<Problem> problems = methods.stream()
                .flatMap(method -> problems(method, methods))
                .distinct()
                .toList();
        if (!problems.isEmpty()) {
            throw new BreakerStartupException(problems);
        }
        List<Method> fallbacks = methods.stream()
                .flatMap(GuardAotProcessor::fallbacks)
                .distinct()
                .toList();
        return (generation, code) -> {
            ReflectionHints hints = generation.getRuntimeHints().reflection();
            fallbacks.forEach(fallback -> hints.registerMethod(fallback, ExecutableMode.INVOKE));
        };
    }

    /** What stands behind an interface may have fallbacks that the interface lacks. */
    private static Stream<Problem> problems(GuardedMethod method, Collection<GuardedMethod> all) {
        return (Modifier.isAbstract(method.targetClass().getModifiers())
                        ? FallbackResolver.ambiguities(method)
                        : FallbackResolver.problems(method, all))
                .stream();
    }

    private static Stream<Method> fallbacks(GuardedMethod method) {
        FallbackFit fit = new FallbackFit(method);
        return method.fallbackNames().stream()
                .flatMap(name -> FallbackCandidates.named(name, method).stream())
                .filter(candidate -> fit.check(candidate).method() != null);
    }
}
