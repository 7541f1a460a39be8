package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.TimeSource;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Load from 64 threads for {@code -Dsoak.seconds}, in rounds: after each one the calls have ended, and then the books must
 * be right, every breaker must find back to closed, and the live heap must be what it was. {@code -Dsoak.seed} repeats the
 * random decisions, though not the order of the threads.
 */
class SoakTest {

    private static final int SECONDS = Integer.getInteger("soak.seconds", 6);
    private static final long SEED = Long.getLong("soak.seed", 20_260_101);
    private static final int THREADS = 64;
    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 3;
    private static final long HEAP_TOLERANCE = 1 << 20;

    private static final Set<State> BY_HAND = Set.of(State.FORCED_OPEN, State.DISABLED, State.METRICS_ONLY);

    /** The library's two, and those that the JDK starts for futures. */
    private static final List<String> DAEMONS =
            List.of("breaker-timer", "breaker-clock", "ForkJoinPool.commonPool-", "CompletableFutureDelayScheduler");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Subject> subjects = subjects();
    private final Disturbances disturbances = new Disturbances(random.nextLong(), subjects);
    private final List<Long> heap = new ArrayList<>();

    private List<Subject> subjects() {
        List<Subject> made = new ArrayList<>();
        for (TimeSource time : List.of(TimeSource.precise(), TimeSource.coarse())) {
            for (SlidingWindowType window : SlidingWindowType.values()) {
                for (boolean leftAlone : new boolean[] {true, false}) {
                    String name = window
                            + (time == TimeSource.coarse() ? ", coarse" : ", precise")
                            + (leftAlone ? ", left alone" : "");
                    made.add(new Subject(CircuitBreaker.of(name, config(window, leftAlone), time), leftAlone));
                }
            }
        }
        return List.copyOf(made);
    }

    private CircuitBreakerConfig config(SlidingWindowType window, boolean leftAlone) {
        return RandomConfig.next(random).toBuilder()
                .slidingWindowType(window)
                .slidingWindowSize(leftAlone && window == SlidingWindowType.TIME_BASED ? 1 : 50)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(20)
                .recordFailurePredicate(null)
                .exceptionClassifier(null)
                .initialState(State.CLOSED)
                .build();
    }

    @Test
    void leaksNothingLosesNothingAndGetsStuckNowhere() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                load(Duration.ofMillis(SECONDS * 1000L / ROUNDS));
                subjects.forEach(SoakTest::check);
                disturbances.check();
                disturbances.checkThatRemovedBreakersAreGone();
                heap.add(liveHeap());
            }
        } catch (Throwable failed) {
            throw new AssertionError("with -Dsoak.seed=" + SEED + ": " + failed.getMessage(), failed);
        } finally {
            System.out.println(this);
        }
        subjects.forEach(Subject::checkThatMuchHasHappened);
        assertThat(heap.get(ROUNDS - 1))
                .as("live heap after each round: %s", heap)
                .isLessThan(heap.get(WARM_UP_ROUNDS - 1) + HEAP_TOLERANCE);
        Crowd.eventually(() -> assertThat(threadsSince(before)).isEmpty());
    }

    private void load(Duration time) throws InterruptedException {
        HandedOver handedOver = new HandedOver();
        try (AsyncCalls async = new AsyncCalls()) {
            List<Worker> workers = new ArrayList<>();
            Crowd crowd = new Crowd();
            for (int i = 0; i < THREADS; i++) {
                Worker worker = new Worker(random.nextLong(), subjects, handedOver, async);
                workers.add(worker);
                crowd.add("worker-" + i, worker::step);
            }
            disturbances.join(crowd, crowd.threads());
            SplittableRandom visits = random.split();
            crowd.add("visits", () -> visit(new Worker(visits.nextLong(), subjects, handedOver, async)));
            crowd.run(time);
            handedOver.settleAll(random);
            async.awaitAll();
            workers.forEach(Worker::check);
        }
    }

    /** A thread that makes a few calls and ends. */
    private static void visit(Worker visitor) {
        Crowd visit = new Crowd();
        visit.add("visitor", visitor::step);
        try {
            visit.run(Duration.ofMillis(1));
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        visitor.check();
    }

    private static void check(Subject subject) {
        Crowd.eventually(subject::checkTheBooks);
        Crowd.eventually(subject::checkTheTransitionsFormAChain);
        State state = subject.breaker.state();
        if (BY_HAND.contains(state)) {
            assertThat(subject.leftAlone).isFalse();
            assertThat(subject.closesByHealthyTraffic()).isFalse();
            assertThat(subject.breaker.state()).isEqualTo(state);
            subject.breaker.open();
        }
        Crowd.eventually(() -> assertThat(subject.closesByHealthyTraffic())
                .as("%s closes again", subject.breaker)
                .isTrue());
        Crowd.eventually(subject::checkTheBooks);
        Crowd.eventually(subject::checkTheTransitionsFormAChain);
    }

    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static List<String> threadsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.isDaemon() || DAEMONS.stream().noneMatch(thread.getName()::startsWith))
                .map(Thread::getName)
                .toList();
    }

    @Override
    public String toString() {
        return subjects.stream()
                .map(subject -> "%s: %d calls, %d of them refused, %d transitions"
                        .formatted(subject.breaker.name(), subject.calls(), subject.refusals(), subject.transitions()))
                .collect(Collectors.joining(
                        "\n",
                        "soak of " + SECONDS + " s with -Dsoak.seed=" + SEED + ":\n",
                        "\nlive heap after each round, in bytes: " + heap));
    }
}
