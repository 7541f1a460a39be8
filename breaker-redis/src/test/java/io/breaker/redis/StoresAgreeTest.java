package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.ManualTime;
import io.breaker.fleet.Answers;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetRules;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.InMemoryFleetStore;
import io.breaker.fleet.TestRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The script and the store in memory answer the same, whatever is asked and whatever time does. {@code -Dproof.seed=S} begins
 * with the schedule of that seed, {@code -Dproof.runs=N} tries N.
 */
class StoresAgreeTest {

    private static final int RUNS = Integer.getInteger("proof.runs", 20);
    private static final int STEPS = 300;

    private static Redis redis;
    private static LettuceConnectionFactory connections;

    @BeforeAll
    static void start() {
        redis = Redis.start();
        connections = Clients.lettuce(redis.port());
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        redis.close();
    }

    @Test
    void theScriptAnswersWhatTheStoreInMemoryDoes() {
        long first = Long.getLong("proof.seed", System.nanoTime());
        System.out.println("Differential: " + RUNS + " schedules of " + STEPS + " steps from seed " + first);
        Set<Reached> reached = EnumSet.noneOf(Reached.class);
        for (int run = 0; run < RUNS; run++) {
            redis.say("FLUSHALL");
            new Schedule(first + run).play(reached);
        }
        if (RUNS >= 40) {
            assertThat(reached).as("what schedules came upon").containsExactlyInAnyOrder(Reached.values());
        }
    }

    /** So that one sees if random steps no longer come to where it matters. */
    private enum Reached {
        OPENED_BY_FAILURES,
        OPENED_BY_SLOW_CALLS,
        OPENED_BY_LAST_MOMENTS,
        OPENED_BY_INSTANCES,
        OPENED_IN_A_ROW,
        HALF_OPENED,
        PROBES_FAILED,
        PROBES_SUCCEEDED,
        HALF_OPEN_TIMEOUT,
        RELEASED,
        CLOSED_BY_HAND,
        OVERRULED,
        LEASE_LOST,
        MIXED_RULES
    }

    private static final class Schedule {

        private static final long NANOS = Duration.ofMillis(1).toNanos();

        private final long seed;
        private final Random random;
        private final ManualTime time = new ManualTime();
        private final TestClock clock = new TestClock(redis);
        private final RedisFleetStore real = new RedisFleetStore(connections, "test", "", clock.script());
        private final List<Actor> actors = new ArrayList<>();
        private final List<FleetRules> rules = new ArrayList<>();
        private final Deque<String> last = new ArrayDeque<>();
        private InMemoryFleetStore model = new InMemoryFleetStore(time);
        private long gone;

        Schedule(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L); // seeds in a row begin alike
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                rules.add(rules());
            }
            for (int i = 2 + random.nextInt(5); i > 0; i--) {
                actors.add(new Actor("i" + i));
            }
        }

        void play(Set<Reached> reached) {
            for (int step = 0; step < STEPS; step++) {
                int dice = random.nextInt(100);
                if (dice < 35) {
                    pass(step);
                } else if (dice < 36) {
                    flush(step);
                } else if (dice < 38) {
                    leave(step);
                } else {
                    exchange(step, reached);
                }
            }
            real.close();
        }

        private void pass(int step) {
            long by = switch (random.nextInt(40)) {
                case 0 -> random.nextLong(8) * 3_600_000 + random.nextLong(1_000);
                case 1 -> -random.nextLong(3_600_000);
                case 2 -> -random.nextLong(2_000);
                case 3, 4, 5 -> random.nextLong(60_000);
                case 6, 7, 8, 9, 10, 11, 12, 13 -> random.nextLong(1_500);
                default -> random.nextLong(120);
            };
            note(step, "pass " + by);
            time.advanceNanos(by * NANOS);
            clock.advance(by);
            // The server's own time does not move with the test's: what would have expired is deleted. It begins to
            // count
            // anew once a second, so that the moment itself stays untested.
            long kept = Objects.requireNonNull((Long) redis.say("PTTL", "test:1:{b}:s"));
            if (kept > 0 && clock.millis() >= gone - 2_000 && clock.millis() < gone + 2_000) {
                time.advanceNanos(4_000 * NANOS);
                clock.advance(4_000);
            }
            if (clock.millis() >= gone) {
                redis.say("DEL", "test:1:{b}:s", "test:1:{b}:i");
            }
        }

        private void flush(int step) {
            note(step, "flush");
            redis.say("DEL", "test:1:{b}:s", "test:1:{b}:i");
            // The model's clock goes on.
            long passed = clock.millis() - (1L << 40);
            time.advanceNanos(-passed * NANOS);
            model = new InMemoryFleetStore(time);
            time.advanceNanos(passed * NANOS);
        }

        private void leave(int step) {
            Actor actor = any(actors);
            note(step, actor.name + " leaves");
            Answers.of(real.leave("b", actor.name));
            Answers.of(model.leave("b", actor.name));
        }

        private void exchange(int step, Set<Reached> reached) {
            Actor actor = any(actors);
            FleetReport report = actor.report();
            note(step, report.toString());

            FleetView expected = Answers.of(model.exchange(report));
            FleetView actual = Answers.of(real.exchange(report));

            assertThat(actual)
                    .as(() -> "-Dproof.seed=" + seed + " -Dproof.runs=1, step " + step + " after\n"
                            + String.join("\n", last))
                    .isEqualTo(expected);
            long kept = Objects.requireNonNull((Long) redis.say("PTTL", "test:1:{b}:s"));
            gone = clock.millis() + (kept + 999) / 1_000 * 1_000;
            note(reached, expected);
            if (random.nextInt(8) > 0) {
                actor.learn(expected);
            }
        }

        private void note(int step, String what) {
            last.add(step + " at " + clock.millis() + ": " + what);
            if (last.size() > 30) {
                last.remove();
            }
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private FleetRules rules() {
            return TestRules.with(rules -> {
                rules.minimumCalls = 1 + random.nextInt(40);
                rules.failureRate = rate();
                rules.slowCallRate = rate();
                rules.fastCalls = random.nextInt(3) * random.nextInt(10);
                rules.fastRate = 50 + random.nextDouble() * 50;
                rules.quorumMinimum = 1 + random.nextInt(3);
                rules.quorumFraction = random.nextBoolean() ? 0 : random.nextDouble();
                rules.waitMillis = 1 + random.nextLong(2_000);
                rules.waitMultiplier = random.nextInt(4) == 0 ? 1 : 1 + random.nextDouble() * 2;
                rules.longestWaitMillis = random.nextInt(20) == 0 ? Long.MAX_VALUE : 1 + random.nextLong(30_000_000);
                rules.probes = 1 + random.nextInt(4);
                rules.leaseMillis = 1 + random.nextLong(2_000);
                rules.longestHalfOpenMillis = random.nextBoolean() ? 0 : 1 + random.nextLong(4_000);
                rules.closesAfterHalfOpen = random.nextBoolean();
                rules.rampMillis = random.nextLong(10_000);
                rules.reportMillis = 1 + random.nextLong(10_000);
                rules.aliveMillis = 1 + random.nextLong(40_000);
            });
        }

        private double rate() {
            return random.nextBoolean() ? 1 + random.nextInt(100) : random.nextDouble() * 99 + 1;
        }

        private FleetRules scattered(FleetRules rules) {
            double scatter = random.nextBoolean() ? 1 : 0.5 + random.nextDouble();
            return new FleetRules(
                    rules.minimumCalls(),
                    rules.failureRate(),
                    rules.slowCallRate(),
                    rules.fastCalls(),
                    rules.fastRate(),
                    rules.quorumMinimum(),
                    rules.quorumFraction(),
                    rules.waitMillis(),
                    rules.waitMultiplier(),
                    rules.longestWaitMillis(),
                    scatter,
                    rules.probes(),
                    rules.leaseMillis(),
                    rules.longestHalfOpenMillis(),
                    rules.closesAfterHalfOpen(),
                    rules.rampMillis(),
                    rules.reportMillis(),
                    rules.aliveMillis());
        }

        private static void note(Set<Reached> reached, FleetView view) {
            FleetState state = view.state();
            if (state.cause() != null) {
                switch (state.cause()) {
                    case FAILURE_RATE -> reached.add(Reached.OPENED_BY_FAILURES);
                    case SLOW_CALL_RATE -> reached.add(Reached.OPENED_BY_SLOW_CALLS);
                    case FAST_WINDOW -> reached.add(Reached.OPENED_BY_LAST_MOMENTS);
                    case INSTANCES_OPEN -> reached.add(Reached.OPENED_BY_INSTANCES);
                    case WAIT_ELAPSED -> reached.add(Reached.HALF_OPENED);
                    case PROBES_FAILED -> reached.add(Reached.PROBES_FAILED);
                    case PROBES_SUCCEEDED -> reached.add(Reached.PROBES_SUCCEEDED);
                    case HALF_OPEN_TIMEOUT -> reached.add(Reached.HALF_OPEN_TIMEOUT);
                    case MANUAL -> reached.add(Reached.CLOSED_BY_HAND);
                    case RELEASED -> reached.add(Reached.RELEASED);
                }
            }
            if (state.openings() > 1) {
                reached.add(Reached.OPENED_IN_A_ROW);
            }
            if (state.override() != null) {
                reached.add(Reached.OVERRULED);
            }
            if (view.probes().lost() > 0) {
                reached.add(Reached.LEASE_LOST);
            }
            if (view.mixedRules()) {
                reached.add(Reached.MIXED_RULES);
            }
        }

        private final class Actor {

            private final String name;
            private FleetState known = FleetState.INITIAL;
            private FleetTally window = FleetTally.NONE;
            private FleetTally fast = FleetTally.NONE;
            private long lease;

            Actor(String name) {
                this.name = name;
            }

            FleetReport report() {
                if (random.nextInt(3) == 0) {
                    window = tally(40);
                    fast = tally(12);
                }
                FleetRules its = scattered(random.nextInt(10) == 0 ? rules.get(rules.size() - 1) : rules.get(0));
                long renewed = random.nextInt(3) == 0 ? lease : 0;
                return new FleetReport("b", name, known, window, fast, random.nextInt(6) == 0, renewed, its, action());
            }

            private FleetTally tally(int most) {
                int calls = random.nextInt(most);
                int worst = random.nextInt(3) == 0 ? calls + 1 : calls / 4 + 1;
                return new FleetTally(calls, random.nextInt(worst), random.nextInt(worst));
            }

            private FleetAction action() {
                return switch (random.nextInt(60)) {
                    case 0 ->
                        new FleetAction.Overrule(
                                any(List.of(FleetOverride.Mode.values())),
                                "reason " + random.nextInt(),
                                random.nextBoolean() ? "" : "ops",
                                Duration.ofMillis(random.nextInt(20_000)));
                    case 1 -> FleetAction.RELEASE;
                    case 2 -> FleetAction.CLOSE;
                    case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 -> FleetAction.ACQUIRE;
                    case 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38 ->
                        new FleetAction.Complete(lease - (random.nextInt(10) == 0 ? 1 : 0), outcome());
                    default -> FleetAction.NONE;
                };
            }

            private FleetTally outcome() {
                int bad = random.nextInt(5);
                return random.nextInt(8) == 0 ? FleetTally.NONE : new FleetTally(1, bad == 0 ? 1 : 0, bad == 1 ? 1 : 0);
            }

            void learn(FleetView view) {
                if (view.state().epoch() > known.epoch()) {
                    window = FleetTally.NONE;
                    fast = FleetTally.NONE;
                }
                known = view.state();
                lease = name.equals(view.probes().holder()) ? view.probes().lease() : lease;
            }
        }
    }
}
