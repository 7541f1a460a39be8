package io.breaker.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** How the calls of one method run. */
@FunctionalInterface
interface Plan {

    @Nullable Object run(MethodInvocation invocation) throws Throwable;
}
