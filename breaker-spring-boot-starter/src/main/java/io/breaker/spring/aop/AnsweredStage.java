package io.breaker.spring.aop;

import io.breaker.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stage with a fallback. Cancelling its result cancels the stage that is under way, and asks no fallback: nobody waits
 * for an answer any more.
 */
final class AnsweredStage {

    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    private volatile CompletionStage<@Nullable Object> running;

    /**
     * Waits for a stage.
     *
     * @param stage the guarded method's
     * @param fallback gives the fallback's stage for a failure, or {@code null} for a failure that is to stay
     */
    AnsweredStage(
            CompletionStage<@Nullable Object> stage,
            Function<Throwable, @Nullable CompletionStage<@Nullable Object>> fallback) {
        this.running = stage;
        result.whenComplete((value, thrown) -> {
            if (result.isCancelled()) {
                Stages.cancel(running);
            }
        });
        stage.whenComplete((value, thrown) -> {
            if (thrown == null || result.isDone()) {
                Stages.complete(result, value, thrown);
                return;
            }
            CompletionStage<@Nullable Object> answer = fallback.apply(thrown);
            if (answer == null) {
                result.completeExceptionally(thrown);
            } else {
                follow(answer);
            }
        });
    }

    private void follow(CompletionStage<@Nullable Object> answer) {
        running = answer;
        answer.whenComplete((value, thrown) -> Stages.complete(result, value, thrown));
        if (result.isCancelled()) { // meanwhile: who cancelled did not see the answer's stage
            Stages.cancel(answer);
        }
    }

    CompletableFuture<@Nullable Object> result() {
        return result;
    }
}
