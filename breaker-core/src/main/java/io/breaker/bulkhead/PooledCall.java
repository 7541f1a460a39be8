package io.breaker.bulkhead;

import io.breaker.Body;
import io.breaker.Complaint;
import io.breaker.Interruption;
import io.breaker.Permit;
import io.breaker.Stages;
import io.breaker.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call in a thread-pool bulkhead. It has its permit until its stage completes; if its caller gives up, until the thread
 * that calls the body has left it, so that no more calls are let in than there are threads.
 */
final class PooledCall<T extends @Nullable Object> implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ThreadPoolBulkhead.class);

    private final Body<? extends CompletionStage<T>, ? extends Throwable> body;
    private final Complaint complaint;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Permit permit;
    private volatile @Nullable Interruption running;

    /**
     * Makes a call that is not admitted yet.
     *
     * @param complaint says what the task decorator did wrong, once for its bulkhead
     */
    PooledCall(Body<? extends CompletionStage<T>, ? extends Throwable> body, Complaint complaint) {
        this.body = body;
        this.complaint = complaint;
        result.whenComplete((value, thrown) -> {
            Interruption first = running;
            if (first != null) {
                first.interrupt(
                        Timer.shared()); // does nothing, unless the caller gave up while the body is being called
            }
        });
    }

    /**
     * Has the call run once there is a permit.
     *
     * @param decorated runs this call with what belongs to the caller's thread around it
     * @param refusal makes the exception for a pool that has been shut down meanwhile
     */
    CompletableFuture<T> after(
            CompletableFuture<Permit> admission, Executor threads, Runnable decorated, Supplier<Throwable> refusal) {
        result.whenComplete((value, thrown) -> admission.cancel(false));
        admission.whenComplete((given, gaveUp) -> {
            if (given == null) {
                result.completeExceptionally(gaveUp != null ? gaveUp : refusal.get());
                return;
            }
            permit = given;
            try {
                threads.execute(new Turn(decorated, given, refusal));
            } catch (RejectedExecutionException shutDown) {
                end(given, refusal.get());
            } catch (Throwable noThread) { // such as no memory for one
                end(given, noThread);
            }
        });
        return result;
    }

    /** Ends a call that has its permit and gets no thread. */
    static void refuse(Runnable turn) {
        ((PooledCall<?>.Turn) turn).refuse();
    }

    private void end(Permit given, Throwable reason) {
        given.release();
        result.completeExceptionally(reason);
    }

    /** What goes to the threads. */
    private final class Turn implements Runnable {

        private final Runnable decorated;
        private final Permit given;
        private final Supplier<Throwable> refusal;

        Turn(Runnable decorated, Permit given, Supplier<Throwable> refusal) {
            this.decorated = decorated;
            this.given = given;
            this.refusal = refusal;
        }

        @Override
        public void run() {
            runDecorated(decorated, given);
        }

        void refuse() {
            end(given, refusal.get());
        }
    }

    private void runDecorated(Runnable decorated, Permit given) {
        try {
            decorated.run();
            if (running == null) {
                throw new IllegalStateException("The task decorator returned a task that does not run the call");
            }
        } catch (Throwable broken) {
            if (running == null) {
                end(given, broken);
            } else { // the call has its own outcome
                complaint.warn(log, broken, "The task decorator of a bulkhead threw after the call");
            }
        }
    }

    @Override
    public void run() {
        Permit given = permit;
        if (given == null || running != null) {
            throw new IllegalStateException("A task decorator runs each call once, on the thread that it is given");
        }
        Interruption interruption = Interruption.ofCurrentThread();
        running = interruption;
        CompletionStage<T> stage;
        try {
            stage = result.isDone() ? result : Stages.start(body);
        } finally {
            interruption.end();
        }
        result.whenComplete((value, thrown) -> {
            given.release();
            Stages.cancel(stage);
        });
        Stages.whenComplete(stage, (value, thrown) -> {
            given.release();
            Stages.complete(result, value, thrown);
        });
    }
}
