package io.breaker.spring.aop;

import io.breaker.Body;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.framework.ReflectiveMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * One call that may take several attempts. An invocation walks the chain of interceptors once, and there is no way back:
 * so the first attempt, mostly the only one, walks it, and each further one walks the rest of the chain anew. Used by one
 * thread at a time.
 */
final class RepeatableInvocation implements Body<@Nullable Object, Throwable> {

    private final ProxyMethodInvocation first;
    private final @Nullable Object[] arguments;
    private final MethodInterceptor here;
    private boolean begun;

    private RepeatableInvocation(ProxyMethodInvocation first, MethodInterceptor here) {
        this.first = first;
        this.arguments = copy(first.getArguments()); // interceptors may write into those that they are given
        this.here = here;
    }

    /**
     * Makes an invocation repeatable.
     *
     * @param invocation as an interceptor gets it, which has not proceeded yet
     * @param here that interceptor
     * @return runs what is behind the interceptor, as often as it is called
     */
    static Body<@Nullable Object, Throwable> of(MethodInvocation invocation, MethodInterceptor here) {
        ProxyMethodInvocation first = (ProxyMethodInvocation) invocation;
        return first instanceof ReflectiveMethodInvocation && first.getProxy() instanceof Advised
                ? new RepeatableInvocation(first, here)
                : () -> exposed(first.invocableClone()); // a proxy that does not show its chain
    }

    @Override
    public @Nullable Object call() throws Throwable {
        if (!begun) {
            begun = true;
            return first.proceed();
        }
        return exposed(again());
    }

    /** AspectJ's advices ask the thread for their invocation, and further attempts may run on other threads. */
    private static @Nullable Object exposed(MethodInvocation invocation) throws Throwable {
        return ExposeInvocationInterceptor.INSTANCE.invoke(invocation);
    }

    private MethodInvocation again() {
        Object target = first.getThis();
        Class<?> type = target == null ? null : target.getClass();
        List<Object> chain = DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(
                (Advised) first.getProxy(), first.getMethod(), type);
        int place = chain.indexOf(here);
        if (place < 0) {
            throw new IllegalStateException(
                    "The aspects of " + first.getMethod() + " were changed during a call of it");
        }
        Rest rest = new Rest(first, type, copy(arguments), chain.subList(place + 1, chain.size()));
        ((ReflectiveMethodInvocation) first).getUserAttributes().forEach(rest::setUserAttribute);
        return rest;
    }

    private static @Nullable Object[] copy(@Nullable Object[] arguments) {
        return arguments.length == 0 ? arguments : arguments.clone();
    }

    /** Spring lets subclasses alone make an invocation. */
    private static final class Rest extends ReflectiveMethodInvocation {

        Rest(
                ProxyMethodInvocation first,
                @Nullable Class<?> type,
                @Nullable Object[] arguments,
                List<Object> interceptors) {
            super(first.getProxy(), first.getThis(), first.getMethod(), arguments, type, interceptors);
        }
    }
}
