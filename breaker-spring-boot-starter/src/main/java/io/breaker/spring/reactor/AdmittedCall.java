package io.breaker.spring.reactor;

import io.breaker.AdmissionPolicy;
import io.breaker.Permit;
import io.breaker.Stages;
import io.breaker.Workers;
import io.breaker.circuitbreaker.CircuitBreaker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription under a policy that lets calls in: it waits for its permit without blocking, subscribes, and tells how
 * that ended. Reactor's operators for resources lose a permit that is granted while the subscriber cancels; here whoever
 * cancels either withdraws the request for a permit, or finds the permit and releases it.
 *
 * <p>Reactor throws some errors, such as a {@code LinkageError}, instead of making a signal of them. They settle the permit
 * if they come out of the subscription or a request; of one on another thread nobody hears, until the subscriber cancels.
 */
final class AdmittedCall<T> extends Operators.DeferredSubscription {

    /** How many elements a publisher emits. */
    enum Elements {
        AT_MOST_ONE,
        MANY
    }

    private final Supplier<? extends Publisher<T>> body;
    private final Elements elements;
    private final CoreSubscriber<? super T> actual;
    private final CompletableFuture<? extends Permit> admission;
    private volatile boolean hasEmitted;

    private AdmittedCall(
            Supplier<? extends Publisher<T>> body,
            Elements elements,
            CoreSubscriber<? super T> actual,
            CompletableFuture<? extends Permit> admission) {
        this.body = body;
        this.elements = elements;
        this.actual = actual;
        this.admission = admission;
    }

    /**
     * Asks for a permit, and goes on when it is there.
     *
     * @param policy lets the call in
     * @param body gives the publisher; does not throw
     * @param elements how many it emits
     * @param actual gets them
     */
    static <T> void begin(
            AdmissionPolicy policy,
            Supplier<? extends Publisher<T>> body,
            Elements elements,
            CoreSubscriber<? super T> actual) {
        CompletableFuture<? extends Permit> admission;
        try {
            admission = policy.acquireAsync();
        } catch (Throwable broken) {
            Operators.error(actual, broken);
            return;
        }
        if (admission.isCompletedExceptionally()) {
            Operators.error(actual, refusal(admission));
            return;
        }
        boolean isGranted = admission.isDone();
        AdmittedCall<T> call = new AdmittedCall<>(body, elements, actual, admission);
        actual.onSubscribe(call);
        if (isGranted) {
            call.run(admission.join());
        } else {
            admission.whenComplete(call::goOn);
        }
    }

    private static Throwable refusal(CompletableFuture<?> admission) {
        Throwable refused = admission.handle((permit, thrown) -> thrown).join();
        return Stages.unwrap(refused);
    }

    private void goOn(@Nullable Permit permit, @Nullable Throwable refused) {
        if (!isCancelled()) { // else who cancelled finds the permit, if there is one
            Workers.goOn(Workers.shared(), permit, refused, this::proceed);
        }
    }

    private void proceed(@Nullable Permit permit, @Nullable Throwable refused) {
        if (isCancelled()) {
            return;
        }
        if (permit == null) {
            actual.onError(refused != null ? Stages.unwrap(refused) : new IllegalStateException("No permit was given"));
            return;
        }
        try {
            run(permit);
        } catch (Throwable fatal) { // nobody but the worker is there to catch it
            actual.onError(fatal);
        }
    }

    private void run(Permit permit) {
        try {
            if (!isCancelled()) {
                body.get().subscribe(new Admitted(permit));
            }
        } catch (Throwable fatal) {
            permit.failure(fatal);
            throw fatal;
        }
    }

    @Override
    public void request(long elements) {
        try {
            super.request(elements);
        } catch (Throwable fatal) {
            ifAdmitted(permit -> permit.failure(fatal));
            throw fatal;
        }
    }

    @Override
    public void cancel() {
        try {
            super.cancel();
        } finally { // a source whose cancellation throws holds no permit for that
            if (!admission.cancel(false)) {
                ifAdmitted(this::callOff);
            }
        }
    }

    private void ifAdmitted(Consumer<Permit> end) {
        admission.whenComplete((permit, refused) -> {
            if (permit != null) {
                end.accept(permit);
            }
        });
    }

    private void callOff(Permit permit) {
        if (hasEmitted) {
            succeed(permit); // somebody has seen enough
        } else {
            permit.release();
        }
    }

    /** A predicate that judges results has nothing to say on many elements. */
    private static void succeed(Permit permit) {
        if (permit instanceof CircuitBreaker.Permit known) {
            known.success();
        } else {
            permit.result(null);
        }
    }

    private final class Admitted implements CoreSubscriber<T> {

        private final Permit permit; // heeds the first outcome that it hears, so there is no need to look for one here

        Admitted(Permit permit) {
            this.permit = permit;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T element) {
            if (elements == Elements.AT_MOST_ONE) {
                permit.result(element);
            } else if (!hasEmitted) {
                hasEmitted = true;
            }
            try {
                actual.onNext(element);
            } catch (Throwable fatal) { // of whoever is further out
                callOff(permit);
                throw fatal;
            }
        }

        @Override
        public void onError(Throwable thrown) {
            permit.failure(thrown);
            actual.onError(thrown);
        }

        @Override
        public void onComplete() {
            if (elements == Elements.AT_MOST_ONE) {
                permit.result(null); // an empty one; else its element was the result
            } else {
                succeed(permit);
            }
            actual.onComplete();
        }
    }
}
