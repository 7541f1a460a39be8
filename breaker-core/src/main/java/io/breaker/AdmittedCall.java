package io.breaker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One asynchronous call under a policy that lets calls in: it waits for its permit, runs, and tells how it ended. */
final class AdmittedCall<T extends @Nullable Object> {

    private final Body<? extends CompletionStage<T>, ? extends Throwable> body;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    AdmittedCall(Body<? extends CompletionStage<T>, ? extends Throwable> body) {
        this.body = body;
    }

    /**
     * Has the call run once there is a permit.
     *
     * @param workers run the body of a call that had to wait, which would hold up another call's end
     */
    CompletableFuture<T> after(CompletableFuture<? extends Permit> admission, Executor workers) {
        if (admission.isDone()) {
            admission.whenComplete(this::begin);
        } else {
            result.whenComplete((value, thrown) -> admission.cancel(false)); // the caller may give up the wait
            admission.whenComplete((permit, refused) -> {
                if (permit != null || !result.isDone()) { // a caller that gave up needs no thread to hear of it
                    Workers.goOn(workers, permit, refused, this::begin);
                }
            });
        }
        return result;
    }

    private void begin(@Nullable Permit permit, @Nullable Throwable refused) {
        if (permit == null) {
            result.completeExceptionally(refused != null ? refused : new IllegalStateException("No permit was given"));
        } else if (result.isDone()) { // while the call waited for this permit
            permit.release();
        } else {
            run(permit);
        }
    }

    private void run(Permit permit) {
        CompletionStage<T> stage = Stages.start(body);
        result.whenComplete((value, thrown) -> { // by the caller, too: cancelled, timed out or answered otherwise
            try {
                settle(permit, value, thrown);
            } finally {
                Stages.cancel(stage);
            }
        });
        Stages.whenComplete(stage, (value, thrown) -> {
            try {
                settle(permit, value, thrown);
            } finally { // a permit that throws is no reason to let the caller wait for ever
                Stages.complete(result, value, thrown);
            }
        });
    }

    private static void settle(Permit permit, @Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            permit.result(value);
        } else {
            permit.failure(thrown);
        }
    }
}
