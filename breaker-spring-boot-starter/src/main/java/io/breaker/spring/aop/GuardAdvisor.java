package io.breaker.spring.aop;

import java.lang.reflect.Method;
import java.util.function.BiPredicate;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/** Puts one interceptor around the methods it is for: one such advisor per policy, and one for fallbacks. */
final class GuardAdvisor implements PointcutAdvisor, Ordered {

    private final Pointcut pointcut;
    private final MethodInterceptor interceptor;
    private final int order;

    /**
     * Makes an advisor.
     *
     * @param classes whether a class has such methods and can be proxied
     * @param methods whether a method, of a class, is one
     * @param interceptor what goes around it
     * @param order where it stands among all advisors: lower is further out
     */
    GuardAdvisor(ClassFilter classes, BiPredicate<Method, Class<?>> methods, MethodInterceptor interceptor, int order) {
        this.pointcut = new Matching(classes, methods);
        this.interceptor = interceptor;
        this.order = order;
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    @Override
    public Advice getAdvice() {
        return interceptor;
    }

    @Override
    public int getOrder() {
        return order;
    }

    private static final class Matching extends StaticMethodMatcherPointcut {

        private final BiPredicate<Method, Class<?>> methods;

        Matching(ClassFilter classes, BiPredicate<Method, Class<?>> methods) {
            this.methods = methods;
            setClassFilter(classes);
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return methods.test(method, targetClass);
        }
    }
}
