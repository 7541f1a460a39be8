package io.breaker.spring.aop;

import io.breaker.Body;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one method are made repeatable.
 *
 * @param here the interceptor that runs what is behind it, as often as it likes
 * @param noted whether aspects further out may put attributes on invocations
 */
record Repetition(MethodInterceptor here, boolean noted) {

    static Repetition of(MethodInvocation first, MethodInterceptor here) {
        return new Repetition(here, RepeatableInvocation.mayBeNoted(first, here));
    }

    /** {@return runs what is behind the interceptor, first within its own call, and by one thread at a time} */
    Body<@Nullable Object, Throwable> now(MethodInvocation invocation) {
        return RepeatableInvocation.of(invocation, here, noted);
    }

    /** {@return runs what is behind the interceptor when its own call is over, by several threads if need be} */
    Body<@Nullable Object, Throwable> later(MethodInvocation invocation) {
        return RepeatableInvocation.later(invocation, here, noted);
    }
}
