package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Asynchronous calls under any policy that lets calls in one by one. */
class AdmittedCallTest {

    private final CompletableFuture<Permit> admission = new CompletableFuture<>();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final List<String> noted = new CopyOnWriteArrayList<>();
    private final List<Thread> ranOn = new CopyOnWriteArrayList<>();
    private final Permit permit = new Noting();

    private final class Noting implements Permit {

        @Override
        public void result(@Nullable Object result) {
            noted.add("result " + result);
        }

        @Override
        public void failure(Throwable thrown) {
            noted.add("failure " + thrown.getClass().getSimpleName());
        }

        @Override
        public void release() {
            noted.add("released");
        }
    }

    private static final class Broken implements Permit {

        @Override
        public void result(@Nullable Object result) {
            throw new IllegalStateException("a broken permit");
        }

        @Override
        public void failure(Throwable thrown) {
            throw new IllegalStateException("a broken permit");
        }

        @Override
        public void release() {
            throw new IllegalStateException("a broken permit");
        }
    }

    private final class Asking implements AdmissionPolicy {

        @Override
        public String name() {
            return "asking";
        }

        @Override
        public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
            throw new AssertionError("not asked for");
        }

        @Override
        public Permit acquire() {
            throw new AssertionError("not asked for");
        }

        @Override
        public CompletableFuture<? extends Permit> acquireAsync() {
            return admission;
        }
    }

    private CompletableFuture<String> call() {
        return new Asking().callAsync(() -> {
            ranOn.add(Thread.currentThread());
            return stage;
        });
    }

    /** A call that finds no thread once it has its permit. */
    private CompletableFuture<String> callWithoutThreads(OutOfMemoryError noThread) {
        return new AdmittedCall<String>(() -> {
                    ranOn.add(Thread.currentThread());
                    return stage;
                })
                .after(admission, task -> {
                    throw noThread;
                });
    }

    private void awaitTheBody() {
        await().until(() -> stage.getNumberOfDependents() == 1);
    }

    @Test
    void thatNeedNotWaitBeginsOnTheCallersThread() {
        admission.complete(permit);

        CompletableFuture<String> result = call();
        stage.complete("value");

        assertThat(ranOn).containsExactly(Thread.currentThread());
        assertThat(result).isCompletedWithValue("value");
        assertThat(noted.get(0)).isEqualTo("result value");
    }

    @Test
    void thatHasWaitedBeginsOnAThreadThatEndsNobodysCall() {
        CompletableFuture<String> result = call();
        assertThat(ranOn).isEmpty();

        admission.complete(permit);
        awaitTheBody();
        stage.completeExceptionally(new IOException());

        assertThat(ranOn).extracting(Thread::getName).containsExactly("breaker-worker");
        assertThat(Failures.of(result)).isInstanceOf(IOException.class);
        assertThat(noted.get(0)).isEqualTo("failure IOException");
    }

    @Test
    void thatIsRefusedDoesNotRun() {
        CancellationException refused = new CancellationException("refused");
        admission.completeExceptionally(refused);

        assertThat(Failures.of(call())).isSameAs(refused);
        assertThat(ranOn).isEmpty();
    }

    @Test
    void thatIsRefusedAfterAWaitDoesNotRun() {
        IllegalStateException refused = new IllegalStateException("refused");
        CompletableFuture<String> result = call();

        admission.completeExceptionally(refused);

        await().until(result::isDone);
        assertThat(Failures.of(result)).isSameAs(refused);
        assertThat(ranOn).isEmpty();
    }

    @Test
    void thatFindsNoThreadForItsPermitFailsAndReleasesIt() {
        OutOfMemoryError noThread = BrokenThreads.noThread();
        CompletableFuture<String> result = callWithoutThreads(noThread);

        admission.complete(permit);

        assertThat(Failures.of(result)).isSameAs(noThread);
        assertThat(noted).containsExactly("released");
        assertThat(ranOn).isEmpty();
    }

    @Test
    void thatFindsNoThreadFailsEvenIfItsPermitCannotBeReleased() {
        OutOfMemoryError noThread = BrokenThreads.noThread();
        CompletableFuture<String> result = callWithoutThreads(noThread);

        admission.complete(new Broken());

        assertThat(Failures.of(result)).isSameAs(noThread);
    }

    @Test
    void thatIsRefusedWhileAllWorkersHangHearsOfIt() {
        IllegalStateException refused = new IllegalStateException("refused");
        CompletableFuture<String> result = call();
        try (HangingWorkers all = new HangingWorkers()) {
            assertThat(all).isNotNull();

            admission.completeExceptionally(refused);

            await().until(result::isDone);
        }
        assertThat(Failures.of(result)).isSameAs(refused);
    }

    @Test
    void whosePermitThrowsWhenToldItsOutcomeEndsAllTheSame() {
        admission.complete(new Broken());
        CompletableFuture<String> result = call();

        stage.complete("value");

        assertThat(result).isCompletedWithValue("value");
    }

    @Test
    void whosePermitThrowsWhenItIsGivenUpCancelsItsStageAllTheSame() {
        admission.complete(new Broken());

        call().cancel(true);

        assertThat(stage).isCancelled();
    }

    @Test
    void thatGetsNothingForAPermitFails() {
        admission.complete(null);

        assertThat(Failures.of(call())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thatIsGivenUpWhileItWaitsCancelsItsAdmission() {
        CompletableFuture<String> result = call();

        result.cancel(true);

        assertThat(admission).isCancelled();
        assertThat(ranOn).isEmpty();
    }

    @Test
    void thatIsGivenUpJustWhenItsPermitComesReleasesIt() {
        CompletableFuture<String> result = call();
        CompletableFuture<Permit> grantedFirst = admission.whenComplete((granted, thrown) -> result.cancel(true));
        assertThat(grantedFirst).isNotDone();

        admission.complete(permit); // who came last is told first

        await().until(() -> !noted.isEmpty());
        assertThat(result).isCancelled();
        assertThat(noted).containsExactly("released");
        assertThat(ranOn).isEmpty();
    }

    @Test
    void thatIsGivenUpWhileItRunsIsOneThatFailedAndItsStageIsCancelled() {
        admission.complete(permit);
        CompletableFuture<String> result = call();

        result.cancel(true);

        assertThat(stage).isCancelled();
        assertThat(noted.get(0)).isEqualTo("failure CancellationException");
    }
}
