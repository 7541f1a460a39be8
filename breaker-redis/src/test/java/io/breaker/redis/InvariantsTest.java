package io.breaker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.fleet.Answers;
import io.breaker.fleet.FleetAction;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetReport;
import io.breaker.fleet.FleetRules;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.Member;
import io.breaker.fleet.TestRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What holds in every fleet, whatever its members do in whatever order. {@code -Dproof.seed=S} plays the fleets of that seed. */
class InvariantsTest {

    private static final int RUNS = Integer.getInteger("proof.runs", 15);
    private static final int STEPS = 300;

    private static Redis redis;
    private static LettuceConnectionFactory connections;

    private final long first = Long.getLong("proof.seed", System.nanoTime());

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

    @BeforeEach
    void forget() {
        redis.say("FLUSHALL");
    }

    @Test
    void probesAreFewAndTheirOutcomesCountWhereTheyBelong() {
        System.out.println("Probes: " + RUNS + " fleets from seed " + first);
        long probed = 0;
        for (int run = 0; run < RUNS; run++) {
            redis.say("FLUSHALL");
            ProbingFleet fleet = new ProbingFleet(first + run);
            fleet.play();
            probed += fleet.grants;
        }
        assertThat(probed).as("leases that were granted at all").isGreaterThan(RUNS);
    }

    @Test
    void oneSickInstanceOfThreeOrMoreNeverOpensTheFleet() {
        System.out.println("Sick ones: " + RUNS + " fleets from seed " + first);
        for (int run = 0; run < RUNS; run++) {
            redis.say("FLUSHALL");
            oneIsSick(first + run);
        }
    }

    /** The others fail 1 % of their calls; the sick one has up to 90 % of the traffic, and says that it is open. */
    private static void oneIsSick(long seed) {
        Random random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
        TestClock clock = new TestClock(redis);
        RedisFleetStore store = new RedisFleetStore(connections, "test", "", clock.script());
        FleetRules rules = TestRules.with(some -> {
            some.minimumCalls = 1 + random.nextInt(100);
            some.failureRate = 2 + random.nextInt(99);
            some.slowCallRate = 2 + random.nextInt(99);
            some.fastCalls = random.nextInt(20);
            some.fastRate = 50 + random.nextInt(51);
            some.quorumMinimum = 1 + random.nextInt(3);
            some.quorumFraction = random.nextDouble() / 2;
        });
        int size = 3 + random.nextInt(6);
        List<Member> members = IntStream.range(0, size)
                .mapToObj(i -> new Member(store, "b", "i" + i))
                .toList();
        members.forEach(member -> member.rules = rules);
        for (int step = 0; step < 150; step++) {
            // Redis loses all, or cannot be reached for a while: then the sick one is the first to be back.
            int fault = random.nextInt(40);
            if (fault == 0) {
                redis.say("DEL", "test:1:{b}:s", "test:1:{b}:i");
            }
            clock.advance(fault <= 1 ? 20_000 : random.nextInt(200));
            Member member = fault <= 1 ? members.get(0) : members.get(random.nextInt(size));
            boolean isSick = member == members.get(0);
            long calls = isSick ? random.nextInt(9 * 100 * size) : 100 + random.nextInt(900);
            member.window = isSick ? new FleetTally(calls, calls, calls) : new FleetTally(calls, calls / 100, 0);
            member.fast = isSick ? member.window : new FleetTally(calls / 10, calls / 1_000, 0);
            member.open = isSick;

            FleetView view = member.reports();

            assertThat(view.state().phase())
                    .as("-Dproof.seed=%d -Dproof.runs=1, step %d: %s", seed, step, view)
                    .isEqualTo(FleetPhase.CLOSED);
            if (fault <= 1) {
                members.stream().filter(well -> well != member).forEach(Member::reports);
            }
        }
        store.close();
    }

    @Test
    void allKeysExpire() {
        RedisFleetStore store = new RedisFleetStore(connections, "test", "", Script.fleet());
        Member member = new Member(store, "b", "a");
        for (FleetAction action : List.of(
                FleetAction.NONE,
                FleetAction.ACQUIRE,
                new FleetAction.Complete(1, FleetTally.NONE),
                new FleetAction.Overrule(FleetOverride.Mode.DISABLED, "", "", Duration.ofMinutes(1)),
                FleetAction.RELEASE,
                FleetAction.CLOSE)) {
            redis.say("FLUSHALL");
            member.asks(action);
            assertThat(millisLeft("test:1:{b}:s")).isBetween(3_500_000L, 3_660_000L);
            assertThat(millisLeft("test:1:{b}:i")).isBetween(310_000L, 320_000L);
            member.leaves();
            assertThat(millisLeft("test:1:{b}:s")).isBetween(3_500_000L, 3_660_000L);
        }
        store.close();
    }

    private static long millisLeft(String key) {
        return Objects.requireNonNull((Long) redis.say("PTTL", key));
    }

    /** A fleet whose members probe, crash, forget and are slow. */
    private static final class ProbingFleet {

        private static final int PROBES = 4;

        private final long seed;
        private final Random random;
        private final TestClock clock = new TestClock(redis);
        private final RedisFleetStore store = new RedisFleetStore(connections, "test", "", clock.script());
        private final List<Prober> probers = new ArrayList<>();
        private final Map<Long, Integer> givenBack = new HashMap<>();
        private final FleetRules rules;
        private long grants;
        private long firstLease;
        private FleetView last;

        ProbingFleet(long seed) {
            this.seed = seed;
            this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L);
            this.rules = TestRules.with(some -> {
                some.probes = PROBES;
                some.failureRate = 50;
                some.leaseMillis = 300;
                some.waitMillis = 500;
                some.longestWaitMillis = 2_000;
            });
            for (int i = 0; i < 5; i++) {
                probers.add(new Prober("i" + i));
            }
            probers.get(0).known =
                    new FleetState(1, FleetPhase.OPEN, FleetCause.FAILURE_RATE, Duration.ZERO, Duration.ZERO, 1, null);
            last = probers.get(0).ask(FleetAction.NONE);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(4) == 0) {
                    clock.advance(random.nextInt(400));
                }
                Prober prober = probers.get(random.nextInt(probers.size()));
                FleetAction action = prober.next();
                FleetView before = last;
                FleetView view = prober.ask(action);
                check(step, prober, action, before, view);
                if (random.nextInt(6) > 0) {
                    prober.learn(view);
                }
                last = view;
            }
            store.close();
        }

        private void check(int step, Prober prober, FleetAction action, FleetView before, FleetView view) {
            String where = "-Dproof.seed=" + seed + " -Dproof.runs=1, step " + step + ", " + action + " of "
                    + prober.name + " who knows " + prober.known.epoch() + "\n" + before + "\n" + view;
            long epoch = view.state().epoch();
            assertThat(epoch)
                    .as("epochs never fall: %s", where)
                    .isGreaterThanOrEqualTo(before.state().epoch());
            if (epoch != before.state().epoch() || view.state().phase() != FleetPhase.HALF_OPEN) {
                firstLease = view.probes().holder() == null
                        ? Long.MAX_VALUE
                        : view.probes().lease();
            }
            if (view.probes().holder() != null) {
                firstLease = Math.min(firstLease, view.probes().lease());
                long granted = view.probes().lease() - firstLease + 1;
                grants++;
                assertThat(granted)
                        .as("no more leases than probes, lost and given back: %s", where)
                        .isLessThanOrEqualTo(PROBES + view.probes().lost() + givenBack.getOrDefault(epoch, 0));
            }
            if (action instanceof FleetAction.Complete ended) {
                boolean counts = before.state().epoch() == prober.known.epoch()
                        && prober.name.equals(before.probes().holder())
                        && before.probes().lease() == ended.lease();
                if (!counts) {
                    assertThat(view.probes().outcomes())
                            .as("an outcome of nobody's lease changes nothing: %s", where)
                            .isEqualTo(before.probes().outcomes());
                } else if (ended.outcome().calls() == 0) {
                    givenBack.merge(epoch, 1, Integer::sum);
                }
            }
            // One live lease: who holds it keeps it until its end, its outcome, or a new state.
            boolean sameLease = before.probes().holder() != null
                    && view.probes().holder() != null
                    && before.probes().lease() == view.probes().lease();
            if (sameLease) {
                assertThat(view.probes().holder())
                        .as("one holder: %s", where)
                        .isEqualTo(before.probes().holder());
            }
            if (before.probes().holder() != null && epoch == before.state().epoch() && !sameLease) {
                boolean ended = view.probes().lost() > before.probes().lost() || action instanceof FleetAction.Complete;
                assertThat(ended)
                        .as("a lease ends by time or outcome: %s", where)
                        .isTrue();
            }
        }

        private final class Prober {

            private final String name;
            private FleetState known = FleetState.INITIAL;
            private long lease;

            Prober(String name) {
                this.name = name;
            }

            FleetAction next() {
                return switch (random.nextInt(5)) {
                    case 0, 1 -> FleetAction.ACQUIRE;
                    case 2, 3 -> new FleetAction.Complete(lease, outcome());
                    default -> FleetAction.NONE;
                };
            }

            private FleetTally outcome() {
                int dice = random.nextInt(6);
                return dice == 0 ? FleetTally.NONE : new FleetTally(1, dice == 1 ? 1 : 0, 0);
            }

            FleetView ask(FleetAction action) {
                // The fleet opens again after it has closed, so that there is something to probe.
                boolean fails = known.phase() == FleetPhase.CLOSED;
                FleetTally window = fails ? new FleetTally(20, 20, 0) : FleetTally.NONE;
                return Answers.of(store.exchange(new FleetReport(
                        "b",
                        name,
                        known,
                        window,
                        FleetTally.NONE,
                        false,
                        random.nextBoolean() ? lease : 0,
                        rules,
                        action)));
            }

            void learn(FleetView view) {
                known = view.state();
                if (name.equals(view.probes().holder())) {
                    lease = view.probes().lease();
                }
            }
        }
    }
}
