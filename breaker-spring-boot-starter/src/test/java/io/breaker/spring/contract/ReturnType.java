package io.breaker.spring.contract;

import io.breaker.Stages;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How callers of one return type make a call, and call it off. */
enum ReturnType {
    PLAIN("plain value") {
        @Override
        Running begin(Calls calls) {
            CompletableFuture<@Nullable String> outcome = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    outcome.complete(calls.plain());
                } catch (Throwable thrown) {
                    outcome.completeExceptionally(thrown);
                }
            });
            thread.start();
            return new Running(outcome, thread::interrupt);
        }
    },
    STAGE("CompletionStage") {
        @Override
        Running begin(Calls calls) {
            return of(calls.stage().toCompletableFuture());
        }
    },
    FUTURE("CompletableFuture") {
        @Override
        Running begin(Calls calls) {
            return of(calls.future());
        }
    },
    MONO("Mono") {
        @Override
        Running begin(Calls calls) {
            CompletableFuture<@Nullable String> outcome = new CompletableFuture<>();
            reactor.core.Disposable running =
                    reactive(calls).mono().subscribe(outcome::complete, outcome::completeExceptionally);
            return cancelled(outcome, running::dispose);
        }
    },
    FLUX("Flux") {
        @Override
        Running begin(Calls calls) {
            CompletableFuture<@Nullable String> outcome = new CompletableFuture<>();
            reactor.core.Disposable running =
                    reactive(calls).flux().subscribe(outcome::complete, outcome::completeExceptionally);
            return cancelled(outcome, running::dispose);
        }
    },
    SINGLE("RxJava Single") {
        @Override
        Running begin(Calls calls) {
            CompletableFuture<@Nullable String> outcome = new CompletableFuture<>();
            Disposable running = reactive(calls).single().subscribe(outcome::complete, outcome::completeExceptionally);
            return cancelled(outcome, running::dispose);
        }
    },
    FLOWABLE("RxJava Flowable") {
        @Override
        Running begin(Calls calls) {
            CompletableFuture<@Nullable String> outcome = new CompletableFuture<>();
            Disposable running =
                    reactive(calls).flowable().subscribe(outcome::complete, outcome::completeExceptionally);
            return cancelled(outcome, running::dispose);
        }
    };

    /** A call under way: what its caller gets, and how the caller calls it off. */
    record Running(CompletableFuture<@Nullable String> outcome, Runnable cancellation) {

        /** {@return what the caller got, in a word or two} */
        String told() {
            return outcome.handle((value, thrown) -> {
                        if (thrown == null) {
                            return String.valueOf(value);
                        }
                        Throwable cause = Stages.unwrap(thrown);
                        return Stages.isCalledOff(cause)
                                ? "cancelled"
                                : cause.getClass().getSimpleName();
                    })
                    .join();
        }
    }

    final String title;

    ReturnType(String title) {
        this.title = title;
    }

    abstract Running begin(Calls calls);

    boolean isPublisher() {
        return this != PLAIN && this != STAGE && this != FUTURE;
    }

    private static Calls.Reactive reactive(Calls calls) {
        return (Calls.Reactive) calls;
    }

    @SuppressWarnings("unchecked") // nothing is put into it
    private static Running of(CompletableFuture<? extends @Nullable String> future) {
        return new Running((CompletableFuture<@Nullable String>) future, () -> future.cancel(true));
    }

    /** Subscribers who cancel hear nothing more. */
    private static Running cancelled(CompletableFuture<@Nullable String> outcome, Runnable cancellation) {
        return new Running(outcome, () -> {
            cancellation.run();
            outcome.cancel(false);
        });
    }
}
