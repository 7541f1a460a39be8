package io.breaker.spring.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.circuitbreaker.CircuitBreakerEvent.Transition;
import io.breaker.circuitbreaker.CircuitBreakerFleet;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.ManualChange;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride.Mode;
import io.breaker.fleet.InMemoryFleetStore;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.retry.RetryConfig;
import io.breaker.retry.RetryRegistry;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpHeaders;

@Timeout(60)
class DashboardTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(name -> CircuitBreakerConfig.ofDefaults(), nanos::get);
    private final RetryRegistry retries = RetryRegistry.of(
            RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ZERO).build());
    private @Nullable CircuitBreakerFleet fleet;
    private final Policies policies = new Policies(
            breakers,
            retries,
            RateLimiterRegistry.of(RateLimiterConfig.ofDefaults()),
            TimeLimiterRegistry.of(TimeLimiterConfig.ofDefaults()),
            BulkheadRegistry.of(BulkheadConfig.ofDefaults()),
            ThreadPoolBulkheadRegistry.of(ThreadPoolBulkheadConfig.ofDefaults()),
            () -> fleet,
            "north");
    private final Dashboard dashboard = new Dashboard("shop", policies, () -> Instant.EPOCH, false);

    @AfterEach
    void close() {
        dashboard.close();
    }

    /** Takes all that comes, unless it is told that it cannot follow. */
    private static final class Reader implements Watcher {

        private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile boolean follows = true;

        @Override
        public boolean send(Message message) {
            messages.add(message);
            return follows;
        }

        @Override
        public void end() {
            end.countDown();
        }
    }

    @Test
    void nobodyIsToldBeforeTheStartAndAfterTheEnd() {
        assertThat(dashboard.watch(new Reader())).isFalse();
        dashboard.start();
        dashboard.stop();
        assertThat(dashboard.watch(new Reader())).isFalse();
        dashboard.start(); // an application that was merely paused
        assertThat(dashboard.watch(new Reader())).isTrue();
    }

    @Test
    void everyWatcherIsGreetedAndThenToldWhatChanges() throws Exception {
        dashboard.start();
        Reader first = new Reader();
        dashboard.watch(first);
        assertThat(first.messages.take().event()).isEqualTo("hello");
        Reader second = new Reader();
        dashboard.watch(second);

        assertThat(second.messages.take().event()).isEqualTo("hello");
        assertThat(first.messages.take().event()).isEqualTo("tick");
        assertThat(second.messages.take().event()).isEqualTo("tick");
    }

    @Test
    void whoCannotFollowIsLetGo() throws Exception {
        dashboard.start();
        Reader slow = new Reader();
        slow.follows = false;
        Reader quick = new Reader();
        dashboard.watch(slow);
        dashboard.watch(quick);

        quick.messages.take();
        quick.messages.take();

        assertThat(dashboard.watchers()).isEqualTo(1);
        assertThat(slow.messages).hasSize(1);
    }

    @Test
    void thereIsRoomForSoManyAndForAnotherWhenOneLeaves() {
        dashboard.start();
        Reader[] readers = new Reader[Dashboard.MOST_WATCHERS];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Reader();
            assertThat(dashboard.watch(readers[i])).isTrue();
        }
        assertThat(dashboard.watch(new Reader())).isFalse();

        dashboard.leave(readers[0]);

        assertThat(dashboard.watch(new Reader())).isTrue();
    }

    @Test
    void allStreamsEndWithTheApplication() throws Exception {
        dashboard.start();
        Reader reader = new Reader();
        dashboard.watch(reader);

        dashboard.stop();

        reader.end.await();
        assertThat(dashboard.watchers()).isZero();
    }

    @Test
    void whenTheLastOneLeavesTheThreadAndTheObserversGo() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Thread[] ticker = new Thread[1];
        Session session = new Session(
                new Session.View() {
                    @Override
                    public Message hello() {
                        return new Message("hello", "");
                    }

                    @Override
                    public Message tick() {
                        return new Message("tick", "");
                    }

                    @Override
                    public void close() {
                        ticker[0] = Thread.currentThread();
                        closed.countDown();
                    }
                },
                watcher -> {});
        session.start();

        session.end();

        closed.await();
        ticker[0].join();
        assertThat(ticker[0].getName()).isEqualTo("breaker-dashboard");
    }

    @Test
    void callsAreCountedUntilTheTilesAreClosed() {
        CircuitBreaker breaker = breakers.circuitBreaker("payment");
        CallSamples samples = new CallSamples(breaker);
        breaker.call(() -> "counted");
        samples.close();
        breaker.call(() -> "not counted");

        assertThat(samples.successful.sum()).isEqualTo(1);
    }

    @Test
    void onlyTilesThatLookDifferentAreSentAgain() {
        breakers.circuitBreaker("busy");
        breakers.circuitBreaker("idle");
        try (Journal journal = new Journal(breakers);
                Tiles tiles = new Tiles(policies, journal, nanos::get, () -> Instant.EPOCH)) {
            tick(tiles);
            tick(tiles); // from here on there are rates
            breakers.circuitBreaker("busy").call(() -> "done");

            assertThat(tick(tiles))
                    .contains("\"name\":\"busy\"")
                    .contains("\"ok\":1.0,\"failed\":0.0,\"ignored\":0.0,\"refusedNow\":0.0")
                    .doesNotContain("\"name\":\"idle\"")
                    .endsWith("\"gone\":[]");
            assertThat(tiles.all()).contains("\"name\":\"busy\"", "\"name\":\"idle\"");
            breakers.remove("idle");
            assertThat(tick(tiles)).endsWith("\"gone\":[\"circuitbreaker:idle\"]");
        }
    }

    private String tick(Tiles tiles) {
        nanos.addAndGet(1_000_000_000);
        return tiles.tick();
    }

    @Test
    void retriesPerCallAreThoseOfTheRetryOfTheSameName() {
        breakers.circuitBreaker("payment");
        retries.retry("payment");
        try (Journal journal = new Journal(breakers);
                Tiles tiles = new Tiles(policies, journal, nanos::get, () -> Instant.EPOCH)) {
            assertThat(tick(tiles)).contains("\"retriesPerCall\":null");
            int[] attempts = {0};
            retries.retry("payment").call(() -> {
                if (++attempts[0] < 3) {
                    throw new IllegalStateException("not yet");
                }
                return "done";
            });
            retries.retry("payment").call(() -> "done");

            assertThat(tick(tiles)).contains("\"retriesPerCall\":1.0");
            for (int i = 0; i < Rolling.TICKS; i++) {
                tick(tiles);
            }
            assertThat(tiles.all()).contains("\"retriesPerCall\":null").doesNotContain("\"retriesPerCall\":1.0");
        }
    }

    @Test
    void anOutageCostsWhatWasRefusedSinceItBeganNotBefore() {
        CircuitBreaker breaker = breakers.circuitBreaker("payment");
        try (Journal journal = new Journal(breakers);
                Tiles tiles = new Tiles(policies, journal, nanos::get, () -> Instant.EPOCH)) {
            breaker.forceOpen();
            breaker.tryAcquire();
            assertThat(tick(tiles)).contains("\"refusedInOutage\":1,");
            breaker.close();
            assertThat(tick(tiles)).contains("\"refusedInOutage\":null,");
            breaker.open();
            breaker.tryAcquire();
            breaker.tryAcquire();
            breaker.halfOpen();
            breaker.open();
            assertThat(tick(tiles)).contains("\"refusedInOutage\":2,").contains("\"probeAt\":59000,");
        }
    }

    @Test
    void aBreakerThatProbesStillSaysWhyItHadOpened() {
        CircuitBreaker breaker = breakers.circuitBreaker("payment");
        try (Journal journal = new Journal(breakers);
                Tiles tiles = new Tiles(policies, journal, nanos::get, () -> Instant.EPOCH)) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> breaker.call(() -> {
                            throw new IOException("broken");
                        }))
                        .isInstanceOf(IOException.class);
            }
            assertThat(tick(tiles))
                    .contains("\"state\":\"OPEN\"", "\"why\":\"failure rate 100.0%", "\"whyOpened\":null");
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());

            assertThat(tick(tiles))
                    .contains("\"state\":\"HALF_OPEN\"", "\"whyOpened\":\"failure rate 100.0%, threshold 50.0%")
                    .doesNotContain("\"why\":\"failure rate");
        }
    }

    @Test
    void whoIsLoggedInStandsWithWhatWasDone() {
        CircuitBreaker breaker = breakers.circuitBreaker("payment");
        List<Transition> seen = new ArrayList<>();
        breaker.on(Transition.class, seen::add);

        new DashboardControls(breakers).control("dashboard", new HttpHeaders(), """
                        {"name": "payment", "action": "DISABLE", "reason": "drill", "for": "2h"}""", () -> "jane");

        assertThat(seen)
                .singleElement()
                .satisfies(transition -> assertThat(transition.change())
                        .isEqualTo(new ManualChange("jane", "drill", Duration.ofHours(2))));
        assertThat(breaker.state()).isEqualTo(State.DISABLED);
    }

    @Test
    void aBreakerInAFleetSaysWhereThatStandsAndWhoDecidedWhatForHowLongAndWhy() {
        breakers.circuitBreaker("alone");
        CircuitBreaker breaker = breakers.circuitBreaker("payment");
        try (CircuitBreakerFleet joined = CircuitBreakerFleet.of(new InMemoryFleetStore(), FleetConfig.ofDefaults());
                Journal journal = new Journal(breakers);
                Tiles tiles = new Tiles(policies, journal, nanos::get, () -> Instant.EPOCH)) {
            fleet = joined;
            joined.join(breaker).join();
            joined.overrule("payment", Mode.FORCED_OPEN, "provider <b>down</b>", "jane", Duration.ofHours(1))
                    .join();
            await().untilAsserted(() -> assertThat(breaker.state()).isEqualTo(State.FORCED_OPEN));

            assertThat(tick(tiles))
                    .contains("\"fleet\":{\"scope\":\"north\",\"attached\":true,\"since\":")
                    .contains("\"failure\":null,\"phase\":\"CLOSED\",\"instances\":1,\"mixedRules\":false,"
                            + "\"override\":{\"mode\":\"FORCED_OPEN\",\"by\":\"jane\",\"reason\":\"provider <b>down</b>\","
                            + "\"until\":3600000}}")
                    .contains("\"name\":\"alone\"")
                    .containsOnlyOnce("\"fleet\":null");
        }
    }

    @Test
    void theJournalKeepsTheLatestLinesOfBreakersOldAndNew() {
        try (Journal journal = new Journal(breakers)) {
            CircuitBreaker breaker = breakers.circuitBreaker("new");
            for (int i = 0; i < Journal.MOST; i++) {
                breaker.forceOpen();
                breaker.close();
            }

            assertThat(journal.after(0)).hasSize(Journal.MOST);
            assertThat(journal.after(2 * Journal.MOST - 1))
                    .singleElement()
                    .satisfies(line -> assertThat(line.fields())
                            .containsEntry("name", "new")
                            .containsEntry("to", "CLOSED")
                            .containsEntry("text", "by hand"));
            breakers.remove("new");
            breaker.forceOpen();
            assertThat(journal.after(2 * Journal.MOST)).isEmpty();
        }
    }
}
