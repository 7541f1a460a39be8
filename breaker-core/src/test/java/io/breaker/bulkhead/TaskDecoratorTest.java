package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.breaker.CapturedLog;
import io.breaker.Failures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskDecoratorTest {

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(ThreadPoolBulkhead.class);

    private final List<ThreadPoolBulkhead> made = new CopyOnWriteArrayList<>();
    private final List<String> order = new CopyOnWriteArrayList<>();

    private ThreadPoolBulkhead bulkhead(UnaryOperator<Runnable> decorator) {
        ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of(
                "lab",
                ThreadPoolBulkheadConfig.builder()
                        .maxThreadPoolSize(1)
                        .queueCapacity(0)
                        .taskDecorator(decorator)
                        .build());
        made.add(bulkhead);
        return bulkhead;
    }

    @AfterEach
    void everyPermitIsBack() {
        made.forEach(bulkhead -> {
            await().until(() -> bulkhead.snapshot().runningCalls() == 0);
            assertThat(bulkhead.close(Duration.ofSeconds(30))).isTrue();
        });
    }

    @Test
    void isAskedOnTheCallersThreadAndRunsAroundTheCallOnTheOther() {
        ThreadPoolBulkhead bulkhead = bulkhead(task -> {
            order.add("asked on " + Thread.currentThread().getName());
            return () -> {
                order.add("before on " + Thread.currentThread().getName());
                task.run();
            };
        });
        String caller = Thread.currentThread().getName();

        bulkhead.call(() -> order.add("body"));

        assertThat(order).containsExactly("asked on " + caller, "before on bulkhead-lab-1", "body");
    }

    @Test
    void thatThrowsWhenAskedFailsTheCall() {
        IllegalStateException thrown = new IllegalStateException("a broken decorator");
        ThreadPoolBulkhead bulkhead = bulkhead(task -> {
            throw thrown;
        });

        assertThat(catchThrowable(() -> bulkhead.call(() -> order.add("not reached"))))
                .isSameAs(thrown);
        assertThat(order).isEmpty();
    }

    @Test
    void thatThrowsBeforeTheCallFailsIt() {
        IllegalStateException thrown = new IllegalStateException("a broken decorator");
        ThreadPoolBulkhead bulkhead = bulkhead(task -> () -> {
            throw thrown;
        });

        assertThat(catchThrowable(() -> bulkhead.call(() -> order.add("not reached"))))
                .isSameAs(thrown);
        assertThat(order).isEmpty();
    }

    @Test
    void thatThrowsAfterTheCallChangesNothingOfItAndIsLogged() {
        ThreadPoolBulkhead bulkhead = bulkhead(task -> () -> {
            task.run();
            throw new IllegalStateException("a broken decorator");
        });

        assertThat(bulkhead.call(() -> "value")).isEqualTo("value");

        await().until(() -> log.lines().contains("WARN The task decorator of a bulkhead threw after the call"));
    }

    @Test
    void thatThrowsAfterTheCallIsLoggedOnceForEachBulkheadThatHasIt() {
        UnaryOperator<Runnable> broken = task -> () -> {
            task.run();
            throw new IllegalStateException("a broken decorator");
        };
        for (ThreadPoolBulkhead bulkhead : List.of(bulkhead(broken), bulkhead(broken))) {
            for (int i = 0; i < 2; i++) {
                assertThat(bulkhead.call(() -> "value")).isEqualTo("value");
                await().until(() -> bulkhead.snapshot().activeThreadCount() == 0);
            }
        }

        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void thatNeverRunsTheCallFailsIt() {
        ThreadPoolBulkhead bulkhead = bulkhead(task -> () -> order.add("instead"));

        assertThat(catchThrowable(() -> bulkhead.call(() -> order.add("not reached"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The task decorator returned a task that does not run the call");
        assertThat(order).containsExactly("instead");
    }

    @Test
    void thatRunsTheCallTwiceRunsTheBodyOnce() {
        List<Throwable> second = new CopyOnWriteArrayList<>();
        ThreadPoolBulkhead bulkhead = bulkhead(task -> () -> {
            task.run();
            second.add(catchThrowable(task::run));
        });

        assertThat(bulkhead.call(() -> order.add("body"))).isTrue();

        await().until(() -> second.size() == 1);
        assertThat(second.get(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A task decorator runs each call once, on the thread that it is given");
        assertThat(order).containsExactly("body");
    }

    @Test
    void thatRunsTheCallWhereItIsAskedDoesNotRunTheBody() {
        ThreadPoolBulkhead bulkhead = bulkhead(task -> {
            task.run();
            return task;
        });

        assertThat(catchThrowable(() -> bulkhead.call(() -> order.add("not reached"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(order).isEmpty();
    }

    @Test
    void thatRunsTheCallLaterDoesNotRunTheBody() {
        List<Runnable> kept = new CopyOnWriteArrayList<>();
        ThreadPoolBulkhead bulkhead = bulkhead(task -> () -> kept.add(task));
        CompletableFuture<Boolean> result =
                bulkhead.callAsync(() -> CompletableFuture.completedFuture(order.add("not reached")));
        await().until(result::isDone);

        kept.get(0).run();

        assertThat(Failures.of(result)).isInstanceOf(IllegalStateException.class);
        assertThat(order).isEmpty();
    }
}
