package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final Lanes lanes = new Lanes(2);

    @Test
    void aThreadKeepsItsLane() {
        Lane lane = Objects.requireNonNull(lanes.mine());
        lane.number(7);
        lane.bucket(1, 8);

        assertThat(lanes.mine()).isSameAs(lane);
        assertThat(lane.number()).isEqualTo(7);
        assertThat(lane.bucket(1)).isEqualTo(8);
        assertThat(lanes.all()).contains(lane);
    }

    @Test
    void noTwoLivingThreadsShareALaneAndThereIsAMost() throws InterruptedException {
        int threads = 3 * Lanes.MOST;
        Set<Lane> given = ConcurrentHashMap.newKeySet();
        List<Thread> alive = new ArrayList<>();
        CountDownLatch claimed = new CountDownLatch(threads);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int times = 0; times < 1_000; times++) {
                    Lane lane = lanes.mine();
                    if (lane != null) {
                        given.add(lane);
                        lane.number(lane.number() + 1);
                    }
                }
                claimed.countDown();
                awaitQuietly(end);
            });
            alive.add(thread);
            thread.start();
        }
        claimed.await();

        assertThat(given).hasSize(Lanes.MOST); // numbers in a row spread evenly
        assertThat(lanes.all()).containsExactlyInAnyOrderElementsOf(given);
        assertThat(given).allSatisfy(lane -> assertThat(lane.number()).isEqualTo(1_000));
        end.countDown();
        for (Thread thread : alive) {
            thread.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theLaneOfADeadThreadGoesOnUnderAnotherWithWhatIsInIt() throws Exception {
        for (int i = 1; i <= 10 * Lanes.MOST; i++) {
            inAnotherThread(() -> {
                Lane lane = Objects.requireNonNull(lanes.mine(), "no place, though all other threads are dead");
                lane.number(lane.number() + 1);
            });
            assertThat(sum()).isEqualTo(i);
        }
        assertThat(lanes.all()).hasSizeLessThanOrEqualTo(Lanes.MOST);
    }

    @Test
    void nothingIsLostWhenAnHeirLosesSightOfItsLaneAsTheTableGrows() throws Exception {
        inAnotherThread(() -> countOne(lanes));
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> alive = new ArrayList<>();
        int counted = 1;
        for (int i = 0; i < Lanes.MOST / 2; i++) {
            CountDownLatch first = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                countOne(lanes);
                first.countDown();
                awaitQuietly(end);
                countOne(lanes);
            });
            alive.add(thread);
            thread.start();
            first.await();
            counted++;
            assertThat(sum()).isEqualTo(counted);
        }

        end.countDown();
        for (Thread thread : alive) {
            thread.join();
        }
        assertThat(sum()).isEqualTo(counted + alive.size());
    }

    @Test
    void nothingIsLostWhileThreadsComeAndGo() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Counter counter = new Counter();
            for (int wave = 0; wave < 3; wave++) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Thread thread = new Thread(() -> {
                        for (int times = 0; times < 50; times++) {
                            counter.increment();
                        }
                    });
                    threads.add(thread);
                    thread.start();
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertThat(counter.sum()).as("round %s", round).isEqualTo(3 * 6 * 50);
        }
    }

    private static void countOne(Lanes lanes) {
        Lane lane = Objects.requireNonNull(lanes.mine());
        lane.number(lane.number() + 1);
    }

    private long sum() {
        return Arrays.stream(lanes.all())
                .filter(Objects::nonNull)
                .mapToLong(lane -> lane.number())
                .sum();
    }

    private static void inAnotherThread(Runnable task) throws Exception {
        FutureTask<@Nullable Void> future = new FutureTask<>(task, null);
        Thread thread = new Thread(future);
        thread.start();
        future.get();
        thread.join(); // its task has ended before it has
    }

    @Test
    void aCounterMissesNothingWhetherAThreadHasALaneOrNot() throws InterruptedException {
        Counter counter = new Counter();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch counted = new CountDownLatch(2 * Lanes.MOST);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2 * Lanes.MOST; i++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int times = 0; times < 1_000; times++) {
                        counter.increment();
                    }
                } finally {
                    counted.countDown();
                }
                awaitQuietly(end); // a living thread leaves no lane to the others
            });
            threads.add(thread);
            thread.start();
        }
        counted.await();

        assertThat(counter.sum()).isEqualTo(2_000L * Lanes.MOST);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
