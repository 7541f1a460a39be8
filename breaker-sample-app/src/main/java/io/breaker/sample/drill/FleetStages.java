package io.breaker.sample.drill;

import io.breaker.sample.drill.Answer.Kind;
import io.breaker.sample.outside.SharedServers;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is broken and mended, one thing after the other, and what is expected of the instances. */
final class FleetStages {

    private static final int LOW_RATE = 10;
    private static final int HIGH_RATE = 40;
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final Stage WARM_UP = new Stage("warm-up", "in fleet", Look::isAtRest, 5, 40);
    private static final Stage WELL = new Stage("all is well", "in fleet", Look::isAtRest, 4, 10);
    private static final Stage DEAD = new Stage("payment dead", "open", Look::holdsBack, 14, 20);
    private static final Stage BACK = new Stage("payment back", "closed", Look::isClosed, 2, 25);
    private static final Stage RAMP = new Stage("calls come back", "all let in", Look::letsAllIn, 2, 20);
    private static final Stage KILLED = new Stage("Redis killed", "alone", Look::isAlone, 6, 12);
    private static final Stage DEAD_ALONE =
            new Stage("payment dead, no Redis", "open", look -> look.isAlone() && look.holdsBack(), 8, 15);
    private static final Stage BACK_ALONE = new Stage("payment back, no Redis", "closed", Look::isClosed, 2, 25);
    private static final Stage JOINED = new Stage("Redis back", "in fleet", Look::attached, 5, 15);

    private final SharedServers servers;
    private final Fleet fleet;
    private final FleetSession session;

    FleetStages(SharedServers servers, Fleet fleet, FleetSession session) {
        this.servers = servers;
        this.fleet = fleet;
        this.session = session;
    }

    /** No instance alone has calls enough to open its breaker, until their number is raised while Redis is away. */
    List<StageResult> run() throws InterruptedException {
        session.run(WARM_UP, () -> fleet.load(LOW_RATE)); // The first calls of a new JVM are slow.
        return List.of(
                session.run(WELL, () -> {}),
                session.run(DEAD, servers::breakPayment),
                session.run(BACK, servers::mendPayment),
                session.run(RAMP, () -> {}),
                session.run(KILLED, servers::killRedis),
                session.run(DEAD_ALONE, () -> {
                    servers.breakPayment();
                    fleet.load(HIGH_RATE);
                }),
                session.run(BACK_ALONE, servers::mendPayment),
                session.run(JOINED, () -> {
                    fleet.load(LOW_RATE);
                    servers.startRedis();
                }));
    }

    /** Says of each expectation whether it came true. */
    static void judge(List<StageResult> results, FleetReport report) {
        StageResult dead = results.get(1);
        StageResult back = results.get(2);
        StageResult killed = results.get(4);
        report.expect("three instances are one fleet", results.get(0).allReached());
        report.expect("payment dead: all three open, within 1.5 s of each other", isTogether(dead));
        report.expect("payment dead: probes go, one at a time for all three", dead.mostProbesAtOnce() == 1);
        report.expect("payment back: all three close, within 1.5 s of each other", isTogether(back));
        report.expect("payment back: one probe at a time until then", back.mostProbesAtOnce() <= 1);
        report.expect("calls come back by and by", results.get(3).allReached() && back.sawARamp());
        report.expect("Redis killed: all three know it", killed.allReached());
        report.expect("Redis killed: orders are paid as before, none waits", isServing(killed));
        report.expect(
                "payment dead, no Redis: each opens by itself", results.get(5).allReached());
        report.expect(
                "payment back, no Redis: each closes by itself", results.get(6).allReached());
        report.expect(
                "Redis back: all three are one fleet again", results.get(7).allReached());
        report.expect("no client got an error", results.stream().allMatch(result -> result.failed() == 0));
    }

    private static boolean isTogether(StageResult result) {
        return result.allReached() && result.spread() <= TOGETHER_NANOS;
    }

    private static boolean isServing(StageResult result) {
        return result.count(Kind.PAID) > 0 && result.count(Kind.PENDING) == 0;
    }
}
