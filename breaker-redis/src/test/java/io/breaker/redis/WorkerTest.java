package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.breaker.ManualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {

    private final ManualTime time = new ManualTime();
    private final Worker worker = new Worker(time, Duration.ofSeconds(30));
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void end() {
        end.countDown();
        worker.close();
    }

    /** As a driver that connects for good, and does not care for interrupts. */
    private void hang() {
        hanging.incrementAndGet();
        while (end.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        hanging.decrementAndGet();
    }

    private void hangs(int howMany) {
        await().until(() -> hanging.get() == howMany);
    }

    private void runs(int howMany) {
        await().until(() -> ran.get() == howMany);
    }

    @Test
    void runsOneTaskAfterTheOther() {
        worker.execute(this::hang);
        hangs(1);
        worker.execute(ran::incrementAndGet);

        assertThat(ran).hasValue(0);
        end.countDown();
        runs(1);
    }

    @Test
    void takesNoMoreThanAThousandTasks() {
        worker.execute(this::hang);
        hangs(1);
        for (int i = 0; i < 1_000; i++) {
            worker.execute(ran::incrementAndGet);
        }

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> worker.execute(ran::incrementAndGet));
        end.countDown();
        runs(1_000);
    }

    @Test
    void aTaskThatIsTakenBackDoesNotRun() {
        worker.execute(this::hang);
        hangs(1);
        Runnable unwanted = () -> ran.addAndGet(100);
        worker.execute(unwanted);
        worker.execute(ran::incrementAndGet);
        worker.remove(unwanted);

        end.countDown();
        runs(1);
    }

    @Test
    void anotherThreadTakesOverFromOneThatHangs() {
        worker.execute(this::hang);
        hangs(1);
        worker.execute(ran::incrementAndGet);
        time.advance(Duration.ofSeconds(30));
        worker.execute(ran::incrementAndGet);

        runs(2);
    }

    @Test
    void whoeverHangsIsGivenTwiceTheTimeOfTheLast() {
        worker.execute(this::hang);
        hangs(1);
        time.advance(Duration.ofSeconds(30));
        worker.execute(this::hang);
        hangs(2);
        time.advance(Duration.ofSeconds(59));
        worker.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(0);

        time.advance(Duration.ofSeconds(1));
        worker.execute(ran::incrementAndGet);
        runs(2);
    }

    @Test
    void takesNothingOnceItIsClosed() {
        worker.close();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> worker.execute(ran::incrementAndGet))
                .withMessageContaining("closed");
    }
}
