package io.breaker.spring.aop;

import io.breaker.spring.aop.FallbackMethod.Shape;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** Calls a suspending fallback as Spring's proxies call suspending functions: the result is a publisher. */
record SuspendedFallback(Method method, Shape shape) {

    @Nullable Object call(Object receiver, @Nullable Object[] arguments, Throwable thrown) throws Throwable {
        int last = arguments.length - 1;
        @Nullable Object[] passed = switch (shape) {
            case PARAMETERS -> arguments;
            case EXCEPTION -> new @Nullable Object[] {thrown, arguments[last]};
            case PARAMETERS_AND_EXCEPTION -> {
                @Nullable Object[] more = Arrays.copyOf(arguments, last + 2);
                more[last + 1] = arguments[last];
                more[last] = thrown;
                yield more;
            }
        };
        return AopUtils.invokeJoinpointUsingReflection(receiver, method, passed);
    }
}
