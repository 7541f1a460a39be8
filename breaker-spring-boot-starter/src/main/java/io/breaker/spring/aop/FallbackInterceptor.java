package io.breaker.spring.aop;

import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Answers calls that failed or were refused, once everything inside has given up. */
final class FallbackInterceptor implements MethodInterceptor {

    /**
     * How the calls of one method are answered.
     *
     * @param fallbacks its fallbacks
     * @param plan how, or {@code null} where a call has ended when the method returns: then it is done here, without one
     *     more frame on each call's stack
     */
    private record Answering(Fallbacks fallbacks, @Nullable Plan plan) {}

    private final Guards guards;
    private final MethodPlans<Optional<Answering>> plans = new MethodPlans<>(this::plan);

    FallbackInterceptor(Guards guards) {
        this.guards = guards;
    }

    private Optional<Answering> plan(MethodInvocation first, Class<?> type) {
        GuardedMethod guarded = guards.find(first.getMethod(), type);
        Fallbacks fallbacks = guarded == null ? null : FallbackResolver.resolve(guarded);
        if (guarded == null || fallbacks == null) {
            return Optional.empty();
        }
        Plan plan = ReturnAdapter.of(guarded).answered(fallbacks, Repetition.of(first, this));
        return Optional.of(new Answering(fallbacks, plan));
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Answering answering = plans.get(invocation).orElse(null);
        if (answering == null) {
            return invocation.proceed();
        }
        if (answering.plan != null) {
            return answering.plan.run(invocation);
        }
        @Nullable Object[] arguments = invocation.getArguments(); // an aspect further in may put others in their place
        try {
            return invocation.proceed();
        } catch (Throwable thrown) {
            FallbackMethod fallback = answering.fallbacks.nearest(thrown);
            if (fallback == null) {
                throw thrown;
            }
            return fallback.call(invocation, arguments, thrown);
        }
    }
}
