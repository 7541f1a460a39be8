package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    private final ManualTime exact = new ManualTime();
    private final Set<Thread> before = tickers();
    private final CoarseClock clock = new CoarseClock(exact);

    private static Set<Thread> tickers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("breaker-clock"))
                .collect(Collectors.toSet());
    }

    private Set<Thread> ownTickers() {
        Set<Thread> own = tickers();
        own.removeAll(before);
        return own;
    }

    @Test
    void nobodyReadingItCostsNoThread() {
        assertThat(ownTickers()).isEmpty();
    }

    @Test
    void theFirstReadingIsExactAndStartsOneDaemonThread() {
        assertThat(clock.nanoTime()).isEqualTo(exact.nanoTime());
        assertThat(clock.nanoTime()).isEqualTo(exact.nanoTime());

        assertThat(ownTickers())
                .hasSize(1)
                .allMatch(Thread::isDaemon)
                .allMatch(ticker -> ticker.getContextClassLoader() == null); // it outlives the application that reads
    }

    @Test
    void timeMovesByItself() {
        clock.nanoTime();
        exact.advance(Duration.ofSeconds(5));

        await().until(() -> clock.nanoTime() == exact.nanoTime());
    }

    @Test
    void itsThreadEndsWhenNobodyReadsAndTheNextReadingIsExactAgain() {
        clock.nanoTime();
        Set<Thread> ticker = ownTickers();
        await().until(() -> ticker.stream().noneMatch(Thread::isAlive));
        exact.advance(Duration.ofHours(1));

        assertThat(clock.nanoTime()).isEqualTo(exact.nanoTime());
        assertThat(ownTickers()).hasSize(1).doesNotContainAnyElementsOf(ticker);
    }

    /** The thread that starts the ticker may lose its processor for as long as it takes. */
    @Test
    void aStartThatStallsLeavesNoClockThatStandsStill() throws InterruptedException {
        AtomicBoolean stalled = new AtomicBoolean();
        Thread[] starter = new Thread[1];
        CoarseClock stalling = new CoarseClock(() -> {
            if (Thread.currentThread() == starter[0] && stalled.compareAndSet(false, true)) {
                Set<Thread> already = ownTickers();
                await().until(() -> already.stream().noneMatch(Thread::isAlive));
            }
            return exact.nanoTime();
        });
        starter[0] = new Thread(stalling::nanoTime);
        starter[0].start();
        starter[0].join();
        exact.advance(Duration.ofSeconds(1));

        await().until(() -> stalling.nanoTime() == exact.nanoTime());
    }

    @Test
    void aStartThatFailsLeavesNoClockThatStandsStill() {
        AtomicBoolean broken = new AtomicBoolean(true);
        CoarseClock failing = new CoarseClock(() -> {
            if (broken.get()) {
                throw new IllegalStateException("no clock");
            }
            return exact.nanoTime();
        });
        assertThatThrownBy(failing::nanoTime).isInstanceOf(IllegalStateException.class);
        broken.set(false);

        assertThat(failing.nanoTime()).isEqualTo(exact.nanoTime());
    }

    @Test
    void theSystemsClocksMoveForward() {
        for (TimeSource source : new TimeSource[] {TimeSource.precise(), TimeSource.coarse()}) {
            long first = source.nanoTime();
            await().until(() -> source.nanoTime() - first > 0);
        }
    }
}
