package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void runsTasksOnDaemonThreadsThatBelongToNoApplication() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<ClassLoader> loaders = new CopyOnWriteArrayList<>();

        Workers.shared().execute(() -> {
            loaders.add(Thread.currentThread().getContextClassLoader());
            threads.add(Thread.currentThread());
        });

        await().until(() -> threads.size() == 1);
        assertThat(threads.get(0).getName()).isEqualTo("breaker-worker");
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(loaders).containsExactly(Workers.class.getClassLoader());
    }

    @Test
    void hungBodiesDoNotHoldUpEndings() {
        List<String> threads = new CopyOnWriteArrayList<>();
        try (HangingWorkers all = new HangingWorkers()) {
            assertThat(all).isNotNull();

            Workers.endings().execute(() -> threads.add(Thread.currentThread().getName()));

            await().until(() -> threads.size() == 1);
        }
        assertThat(threads).containsExactly("breaker-ending");
    }

    @Test
    void anEndingRunsAtOnceWhereNoThreadCanBeMade() {
        List<Thread> threads = new CopyOnWriteArrayList<>();

        Workers.endings(new BrokenThreads(0)).execute(() -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }
}
