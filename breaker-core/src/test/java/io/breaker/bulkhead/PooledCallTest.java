package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.Complaint;
import io.breaker.Failures;
import io.breaker.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a call does when its threads fail it: it ends, and its permit is back. */
class PooledCallTest {

    private final PermitQueue permits = new PermitQueue(1);
    private final List<String> runs = new ArrayList<>();

    private CompletableFuture<Boolean> call(CompletableFuture<Permit> admission, Executor threads) {
        PooledCall<Boolean> call =
                new PooledCall<>(() -> CompletableFuture.completedFuture(runs.add("body")), new Complaint());
        return call.after(admission, threads, call, () -> BulkheadFullException.shutDown("lab"));
    }

    private CompletableFuture<Permit> taken() {
        assertThat(permits.take()).isTrue();
        return CompletableFuture.completedFuture(permits.held());
    }

    @Test
    void runsOnceItHasItsPermit() {
        CompletableFuture<Permit> admission = new CompletableFuture<>();
        CompletableFuture<Boolean> result = call(admission, Runnable::run);
        assertThat(result).isNotDone();

        admission.complete(taken().join());

        assertThat(result).isCompletedWithValue(true);
        assertThat(permits.taken()).isZero();
    }

    @Test
    void isRefusedByThreadsThatAreShutDown() {
        CompletableFuture<Boolean> result = call(taken(), task -> {
            throw new RejectedExecutionException();
        });

        assertThat(Failures.of(result)).isInstanceOf(BulkheadFullException.class);
        assertThat(permits.taken()).isZero();
    }

    @Test
    void endsWhenNoThreadCanBeMade() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");

        CompletableFuture<Boolean> result = call(taken(), task -> {
            throw noThread;
        });

        assertThat(Failures.of(result)).isSameAs(noThread);
        assertThat(permits.taken()).isZero();
        assertThat(runs).isEmpty();
    }

    @Test
    void endsAsItsAdmissionDoes() {
        BulkheadFullException refused = BulkheadFullException.shutDown("lab");
        CompletableFuture<Permit> admission = new CompletableFuture<>();
        CompletableFuture<Boolean> result = call(admission, Runnable::run);

        admission.completeExceptionally(refused);

        assertThat(Failures.of(result)).isSameAs(refused);
        assertThat(runs).isEmpty();
    }

    @Test
    void thatIsGivenUpBetweenItsPermitAndItsThreadDoesNotRunTheBody() {
        List<Runnable> handedOver = new ArrayList<>();
        CompletableFuture<Boolean> result = call(taken(), handedOver::add);

        result.cancel(true);
        assertThat(permits.taken()).isEqualTo(1); // until its thread has seen that
        handedOver.get(0).run();

        assertThat(runs).isEmpty();
        assertThat(permits.taken()).isZero();
    }
}
