package io.breaker.spring.aop;

import io.breaker.Body;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** The fallbacks of one call, with the arguments as they were: an aspect further in may put others in their place. */
final class Answers {

    private final Fallbacks fallbacks;
    private final MethodInvocation invocation;
    private final @Nullable Object[] arguments;

    private Answers(Fallbacks fallbacks, MethodInvocation invocation, @Nullable Object[] arguments) {
        this.fallbacks = fallbacks;
        this.invocation = invocation;
        this.arguments = arguments;
    }

    /**
     * Begins a call.
     *
     * @param fallbacks those of the method
     * @param invocation the call, which has not proceeded yet
     */
    static Answers of(Fallbacks fallbacks, MethodInvocation invocation) {
        return new Answers(fallbacks, invocation, invocation.getArguments());
    }

    /** {@return what calls the nearest fallback, or {@code null} if none accepts what was thrown} */
    @Nullable Body<@Nullable Object, Throwable> after(Throwable thrown) {
        FallbackMethod fallback = fallbacks.nearest(thrown);
        return fallback == null ? null : () -> fallback.call(invocation, arguments, thrown);
    }
}
