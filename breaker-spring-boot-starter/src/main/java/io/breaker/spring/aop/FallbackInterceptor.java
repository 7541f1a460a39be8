package io.breaker.spring.aop;

import io.breaker.Stages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Answers calls that failed or were refused, once everything inside has given up. */
final class FallbackInterceptor implements MethodInterceptor {

    private final Guards guards;
    private final MethodPlans<Optional<Fallbacks>> plans = new MethodPlans<>(this::plan);

    FallbackInterceptor(Guards guards) {
        this.guards = guards;
    }

    private Optional<Fallbacks> plan(MethodInvocation invocation, Class<?> type) {
        GuardedMethod guarded = guards.find(invocation.getMethod(), type);
        return guarded == null ? Optional.empty() : Optional.ofNullable(FallbackResolver.resolve(guarded));
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Fallbacks fallbacks = plans.get(invocation).orElse(null);
        if (fallbacks == null) {
            return invocation.proceed();
        }
        @Nullable Object[] arguments = invocation.getArguments(); // an aspect further in may put others in their place
        if (fallbacks.returnsStage()) {
            return answered(invocation, arguments, fallbacks);
        }
        try {
            return invocation.proceed();
        } catch (Throwable thrown) {
            FallbackMethod fallback = fallbacks.nearest(thrown);
            if (fallback == null) {
                throw thrown;
            }
            return call(fallback, invocation, arguments, thrown);
        }
    }

    private static CompletionStage<@Nullable Object> answered(
            MethodInvocation invocation, @Nullable Object[] arguments, Fallbacks fallbacks) {
        CompletionStage<@Nullable Object> stage = Stages.start(() -> PolicyInterceptor.stage(invocation.proceed()));
        if (stage.getClass() == CompletableFuture.class
                && stage instanceof CompletableFuture<@Nullable Object> done
                && done.isDone()
                && !done.isCompletedExceptionally()) {
            return stage;
        }
        return new AnsweredStage(stage, thrown -> {
                    FallbackMethod fallback = fallbacks.nearest(thrown);
                    return fallback == null
                            ? null
                            : Stages.start(
                                    () -> PolicyInterceptor.stage(call(fallback, invocation, arguments, thrown)));
                })
                .result();
    }

    private static @Nullable Object call(
            FallbackMethod fallback, MethodInvocation invocation, @Nullable Object[] arguments, Throwable thrown)
            throws Throwable {
        Object proxy = ((ProxyMethodInvocation) invocation).getProxy();
        return fallback.call(proxy, invocation.getThis(), arguments, Stages.unwrap(thrown));
    }
}
