package io.breaker.spring.aop;

import io.breaker.Body;
import io.breaker.Policy;
import io.breaker.spring.config.PolicyKind;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Runs calls under the policies of one kind. */
final class PolicyInterceptor implements MethodInterceptor {

    /** How the calls of one method run. */
    private interface Plan {
        @Nullable Object run(MethodInvocation invocation) throws Throwable;
    }

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
        Policy policy = policies.get(guard);
        if (kind == PolicyKind.RETRY) {
            boolean noted = RepeatableInvocation.mayBeNoted(first, this);
            return guarded.returnsStage() ? retryingAsync(policy, noted) : retrying(policy, noted);
        }
        return guarded.returnsStage() ? async(policy) : plain(policy);
    }

    private static Plan plain(Policy policy) {
        return invocation -> policy.call(invocation::proceed);
    }

    private static Plan async(Policy policy) {
        return invocation -> policy.callAsync(() -> stage(invocation.proceed()));
    }

    private Plan retrying(Policy policy, boolean noted) {
        return invocation -> policy.call(RepeatableInvocation.of(invocation, this, noted));
    }

    private Plan retryingAsync(Policy policy, boolean noted) {
        return invocation -> {
            Body<@Nullable Object, Throwable> attempt = RepeatableInvocation.of(invocation, this, noted);
            return policy.callAsync(() -> stage(attempt.call()));
        };
    }

    /** What a method that returns stages returned. None at all is for {@code Stages.start} to turn into a failure. */
    @SuppressWarnings({"unchecked", "NullAway"})
    static CompletionStage<@Nullable Object> stage(@Nullable Object result) {
        return (CompletionStage<@Nullable Object>) result;
    }
}
