package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowingPoolTest {

    private static final int ROUNDS = 20_000;

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final List<GrowingPool> pools = new ArrayList<>();

    private GrowingPool pool(int core, int most, long keepAliveNanos) {
        return pool(core, most, keepAliveNanos, Thread::new);
    }

    private GrowingPool pool(int core, int most, long keepAliveNanos, ThreadFactory factory) {
        GrowingPool pool = new GrowingPool(core, most, keepAliveNanos, task -> {
            made.incrementAndGet();
            return factory.newThread(task);
        });
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void shutDown() {
        end.countDown();
        pools.forEach(GrowingPool::shutdown);
        await().until(() -> pools.stream().allMatch(GrowingPool::isTerminated));
    }

    private void hold() {
        started.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException shutDown) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void growsToItsMaximumBeforeATaskWaits() {
        GrowingPool pool = pool(1, 3, 0);
        for (int i = 0; i < 5; i++) {
            pool.execute(this::hold);
        }
        await().until(() -> started.get() == 3);
        assertThat(pool.getPoolSize()).isEqualTo(3);
        assertThat(pool.getQueue()).hasSize(2);

        end.countDown();

        await().until(() -> started.get() == 5);
    }

    @Test
    void usesAnIdleThreadBeforeItMakesAnother() {
        GrowingPool pool = pool(0, 10, TimeUnit.HOURS.toNanos(1));
        for (int i = 1; i <= 20; i++) {
            int tasks = i;
            pool.execute(started::incrementAndGet);
            await().until(() -> started.get() == tasks && pool.getActiveCount() == 0);
        }

        assertThat(made.get()).isLessThan(10);
        pool.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
        pool.setCorePoolSize(0);
    }

    /**
     * A thread that ends because it was idle counts until it has ended, so a task could come into the queue that it does not
     * look at any more, while the other thread is busy for long. Threads that end at once make that likely: without the
     * second looks one of the first few hundred tasks got stuck.
     */
    @Test
    void noTaskIsStuckWhileAThreadEnds() throws InterruptedException, ExecutionException {
        GrowingPool pool = pool(1, 2, 0);
        pool.execute(this::hold);
        await().until(() -> started.get() == 1);
        for (int i = 0; i < ROUNDS; i++) {
            CompletableFuture<String> task = CompletableFuture.supplyAsync(() -> "done", pool);
            try {
                task.get(30, TimeUnit.SECONDS);
            } catch (TimeoutException stuck) {
                throw new AssertionError("task " + i + " is stuck, threads: " + pool.getPoolSize(), stuck);
            }
        }
    }

    @Test
    void aTaskThatThrowsDoesNotTakeTheNextOneAlong() {
        GrowingPool pool = pool(1, 1, 0, work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((dead, thrown) -> {});
            return thread;
        });
        pool.execute(() -> {
            hold();
            throw new IllegalStateException("a broken task");
        });
        pool.execute(started::incrementAndGet);

        end.countDown();

        await().until(() -> started.get() == 2);
    }

    @Test
    void aTaskWaitsForTheThreadsThatThereAreWhereNoMoreCanBeMade() {
        GrowingPool pool = pool(0, 3, 0, new BrokenThreads(1));
        pool.execute(this::hold);
        await().until(() -> started.get() == 1);

        pool.execute(started::incrementAndGet);
        pool.execute(started::incrementAndGet);
        end.countDown();

        await().until(() -> started.get() == 3);
    }

    @Test
    void aTaskFailsWhereThereIsNoThreadAndNoneCanBeMade() {
        GrowingPool pool = pool(0, 3, 0, new BrokenThreads(0));

        assertThatThrownBy(() -> pool.execute(this::hold)).isInstanceOf(OutOfMemoryError.class);

        assertThat(pool.getQueue()).isEmpty();
        assertThat(pool.getPoolSize()).isZero();
    }

    @Test
    void aThreadThatCannotBeReplacedDoesWhatIsLeftBeforeItEnds() {
        GrowingPool pool = pool(0, 1, 0, new BrokenThreads(1));
        pool.execute(() -> {
            hold();
            throw new IllegalStateException("a broken task, which ends its thread");
        });
        await().until(() -> started.get() == 1);
        pool.execute(() -> {
            throw new IllegalStateException("another");
        });
        pool.execute(started::incrementAndGet);

        end.countDown();

        await().until(() -> started.get() == 2);
    }

    @Test
    void isShutDownForGood() {
        GrowingPool pool = pool(1, 1, 0);
        pool.shutdown();

        assertThatThrownBy(() -> pool.execute(this::hold)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whatItHasAcceptedRunsAfterTheShutdown() {
        GrowingPool pool = pool(1, 1, 0);
        pool.execute(this::hold);
        pool.execute(started::incrementAndGet);
        pool.shutdown();

        end.countDown();

        await().until(() -> started.get() == 2);
    }

    /** Many come at once while threads come and go: that was a recursion without an end. */
    @Test
    void manyTasksAtOnceAllRun() throws InterruptedException {
        GrowingPool pool = pool(0, 3, 0);
        List<Thread> crowd = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int task = 0; task < ROUNDS / 10; task++) {
                    pool.execute(started::incrementAndGet);
                }
            });
            crowd.add(thread);
            thread.start();
        }
        for (Thread thread : crowd) {
            thread.join();
        }

        await().until(() -> started.get() == 8 * ROUNDS / 10);
    }
}
