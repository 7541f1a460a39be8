package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breaker.Caller;
import io.breaker.Complaint;
import io.breaker.Failures;
import io.breaker.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PermitQueueTest {

    private static final int MANY = 20_000;

    private final PermitQueue permits = new PermitQueue(1);

    private CompletableFuture<Permit> place() {
        return Objects.requireNonNull(permits.await(Integer.MAX_VALUE));
    }

    private Permit taken() {
        assertThat(permits.take()).isTrue();
        return permits.held();
    }

    /** Soon: another thread may be about to give back a permit that nobody wanted any more. */
    private void assertNothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(permits.taken()).isZero();
            assertThat(permits.waiters()).isZero();
        });
    }

    @Test
    void aLongQueueOfThoseWhoGiveTheirPermitBackAtOnceIsNoDeepStack() {
        Permit first = taken();
        List<CompletableFuture<Void>> released = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            released.add(place().thenAccept(Permit::release));
        }

        first.release();

        await().until(() -> released.stream().allMatch(CompletableFuture::isDone));
        assertThat(released).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertNothingIsLeft();
    }

    @Test
    void codeThatGivesItsPermitBackAndGoesOnDeepInALongQueueHoldsUpNobody() throws InterruptedException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CountDownLatch isIn = new CountDownLatch(1);
        Permit first = taken();
        for (int i = 1; i < 16; i++) {
            place().thenAccept(Permit::release);
        }
        place().thenAccept(permit -> {
            permit.release();
            isIn.countDown();
            end.join();
        });
        CompletableFuture<Permit> last = place();
        Caller busy = Caller.of(() -> {
            first.release();
            return "done";
        });

        try {
            isIn.await();
            await().until(last::isDone);
        } finally {
            end.complete(null);
        }
        assertThat(busy.value()).isEqualTo("done");
        last.join().release();
        assertNothingIsLeft();
    }

    @Test
    void aLongQueueOfCallsWithoutAThreadIsNoDeepStack() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        Permit first = taken();
        List<CompletableFuture<String>> results = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            PooledCall<String> call =
                    new PooledCall<>(() -> CompletableFuture.completedFuture("not reached"), new Complaint());
            results.add(call.after(
                    place(),
                    task -> {
                        throw noThread;
                    },
                    call,
                    () -> BulkheadFullException.shutDown("lab")));
        }

        first.release();

        await().until(() -> results.stream().allMatch(CompletableFuture::isDone));
        assertThat(results).allMatch(result -> Failures.of(result) == noThread);
        assertNothingIsLeft();
    }

    @Test
    void whoGivesItsPermitBackAndWaitsForTheNextOneOnTheSameThreadGetsIt() {
        Permit first = taken();
        List<String> order = new CopyOnWriteArrayList<>();
        place().thenAccept(permit -> {
            permit.release();
            Permit again = place().join();
            order.add("again");
            again.release();
        });
        place().thenAccept(permit -> {
            order.add("second");
            permit.release();
        });

        Caller caller = Caller.of(() -> {
            first.release();
            return "done";
        });

        assertThat(caller.value()).isEqualTo("done");
        assertThat(order).containsExactly("second", "again");
        assertNothingIsLeft();
    }

    @Test
    void codeThatHoldsAThreadUpWithItsPermitDoesNotHoldUpThoseOfOthers() {
        PermitQueue two = new PermitQueue(2);
        CompletableFuture<Void> end = new CompletableFuture<>();
        two.take();
        two.take();
        Objects.requireNonNull(two.await(2)).thenAccept(permit -> end.join());
        CompletableFuture<Permit> other = Objects.requireNonNull(two.await(2));
        Caller holding = Caller.waiting(() -> {
            two.giveBack();
            return "done";
        });

        two.giveBack();

        assertThat(other).isDone();
        end.complete(null);
        assertThat(holding.value()).isEqualTo("done");
    }

    @Test
    void whoFindsNoMemoryForItsPlaceIsNotCounted() {
        OutOfMemoryError noMemory = new OutOfMemoryError("Java heap space");
        PermitQueue full = new PermitQueue(new PermitCount(1), new ConcurrentLinkedQueue<>() {
            @Override
            public boolean add(CompletableFuture<Permit> place) {
                throw noMemory;
            }
        });

        assertThatThrownBy(() -> full.await(1)).isSameAs(noMemory);

        assertThat(full.isAwaited()).isFalse();
    }
}
