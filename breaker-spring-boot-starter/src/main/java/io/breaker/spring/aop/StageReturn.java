package io.breaker.spring.aop;

import io.breaker.Body;
import io.breaker.Policy;
import io.breaker.Stages;
import io.breaker.retry.Retry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** For methods whose calls end when the stage that they return completes. */
final class StageReturn implements ReturnAdapter {

    @Override
    public Plan under(Policy policy, Repetition repetition) {
        if (policy instanceof Retry) {
            return invocation -> {
                Body<@Nullable Object, Throwable> attempt = repetition.now(invocation);
                return policy.callAsync(() -> stage(attempt.call()));
            };
        }
        return invocation -> policy.callAsync(() -> stage(RepeatableInvocation.exposed(invocation)));
    }

    @Override
    public Plan answered(Fallbacks fallbacks, Repetition repetition) {
        return invocation -> answered(invocation, fallbacks);
    }

    private static CompletionStage<@Nullable Object> answered(MethodInvocation invocation, Fallbacks fallbacks) {
        Answers answers = Answers.of(fallbacks, invocation);
        CompletionStage<@Nullable Object> stage = Stages.start(() -> stage(invocation.proceed()));
        if (stage.getClass() == CompletableFuture.class
                && stage instanceof CompletableFuture<@Nullable Object> done
                && done.isDone()
                && !done.isCompletedExceptionally()) {
            return stage;
        }
        return new AnsweredStage(stage, thrown -> {
                    Body<@Nullable Object, Throwable> answer = answers.after(thrown);
                    return answer == null ? null : Stages.start(() -> stage(answer.call()));
                })
                .result();
    }

    /** What a method that returns stages returned. None at all is for {@code Stages.start} to turn into a failure. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private static CompletionStage<@Nullable Object> stage(@Nullable Object result) {
        return (CompletionStage<@Nullable Object>) result;
    }
}
