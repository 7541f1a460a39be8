package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TimerTest {

    private final Timer timer = Timer.shared();
    private final List<Thread> ran = new CopyOnWriteArrayList<>();

    @Test
    void runsItsTasksOnOneDaemonThread() {
        timer.schedule(0, () -> ran.add(Thread.currentThread()));
        timer.schedule(1, () -> ran.add(Thread.currentThread()));

        await().until(() -> ran.size() == 2);
        assertThat(ran.get(0).isDaemon()).isTrue();
        assertThat(ran.get(0).getName()).isEqualTo("breaker-timer");
        assertThat(ran.get(1)).isSameAs(ran.get(0));
    }

    @Test
    void survivesATaskThatThrows() {
        timer.schedule(0, () -> {
            throw new AssertionError("a broken task");
        });
        timer.schedule(0, () -> ran.add(Thread.currentThread()));

        await().until(() -> ran.size() == 1);
    }

    @Test
    void doesNotRunWhatWasCancelled() {
        Future<?> cancelled = timer.schedule(Duration.ofHours(1).toNanos(), () -> ran.add(Thread.currentThread()));

        assertThat(cancelled.cancel(false)).isTrue();
        assertThat(cancelled.cancel(false)).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void acceptsTheLongestWait() {
        assertThat(timer.schedule(Nanos.MAX, () -> {}).cancel(false)).isTrue();
    }
}
