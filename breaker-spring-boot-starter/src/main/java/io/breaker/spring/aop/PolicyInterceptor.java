package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Runs calls under the policies of one kind. */
final class PolicyInterceptor implements MethodInterceptor {

    private final PolicyKind kind;
    private final Guards guards;
    private final Policies policies;
    private final MethodPlans<Plan> plans = new MethodPlans<>(this::plan);
    private volatile boolean listening;

    PolicyInterceptor(PolicyKind kind, Guards guards, Policies policies) {
        this.kind = kind;
        this.guards = guards;
        this.policies = policies;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return plans.get(invocation).run(invocation);
    }

    private Plan plan(MethodInvocation first, Class<?> type) {
        GuardedMethod guarded = guards.find(first.getMethod(), type);
        Guard guard = guarded == null ? null : guarded.guard(kind);
        if (guarded == null || guard == null) {
            return MethodInvocation::proceed;
        }
        if (!listening) { // who removes an instance wants the next call to make a new one; to listen twice does no harm
            policies.onRemoved(kind, plans::forget);
            listening = true;
        }
        return ReturnAdapter.of(guarded).under(policies.get(guard), Repetition.of(first, this));
    }
}
