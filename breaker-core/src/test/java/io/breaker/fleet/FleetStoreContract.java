package io.breaker.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breaker.Subscription;
import io.breaker.fleet.FleetOverride.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every store does, by one clock that tests move. */
public abstract class FleetStoreContract {

    private static final FleetTally SUCCESS = new FleetTally(1, 0, 0);
    private static final FleetTally FAILURE = new FleetTally(1, 1, 0);
    private static final FleetTally SLOW = new FleetTally(1, 0, 1);
    private static final FleetAction FORCE_OPEN =
            new FleetAction.Overrule(Mode.FORCED_OPEN, "the dam breaks", "ops", Duration.ofMinutes(5));

    private static int breakers;

    private final String breaker = "breaker-" + breakers++;

    protected abstract FleetStore store();

    /** Moves the store's clock, also back. */
    protected abstract void advance(Duration by);

    protected final Member member(String name) {
        return new Member(store(), breaker, name);
    }

    private void advanceMillis(long by) {
        advance(Duration.ofMillis(by));
    }

    /** Opens the fleet by two failing instances, for a second. */
    private FleetView open(Member a, Member b) {
        a.counts(10, 10).reports();
        advanceMillis(100);
        FleetView view = b.counts(10, 10).reports();
        a.reports();
        assertThat(view.state().phase()).isEqualTo(FleetPhase.OPEN);
        return view;
    }

    /** Half-opens the fleet; the first instance holds the first lease. */
    private FleetView halfOpen(Member a, Member b) {
        open(a, b);
        advanceMillis(1_000);
        FleetView view = a.acquires();
        b.reports();
        assertThat(view.state().phase()).isEqualTo(FleetPhase.HALF_OPEN);
        return view;
    }

    private long succeeds(Member prober) {
        long lease = prober.acquires().probes().lease();
        return prober.completes(lease, SUCCESS).state().epoch();
    }

    private void close(Member prober) {
        while (prober.known.phase() != FleetPhase.CLOSED) {
            succeeds(prober);
        }
    }

    @Nested
    class WhileClosed {

        private final Member a = member("a");
        private final Member b = member("b");
        private final Member c = member("c");

        @Test
        void aFleetOfWhichNobodyHasHeardIsClosed() {
            FleetView view = a.reports();

            assertThat(view.state()).isEqualTo(FleetState.INITIAL);
            assertThat(view.probes()).isEqualTo(FleetProbes.NONE);
            assertThat(view.instances()).isEqualTo(1);
            assertThat(view.mixedRules()).isFalse();
        }

        @Test
        void opensWhenAllTogetherReachTheFailureRate() {
            a.counts(6, 3).reports();
            advanceMillis(50);
            FleetView view = b.counts(4, 2).reports();

            FleetState state = view.state();
            assertThat(state.phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(state.cause()).isEqualTo(FleetCause.FAILURE_RATE);
            assertThat(state.epoch()).isEqualTo(1);
            assertThat(state.openings()).isEqualTo(1);
            assertThat(state.remaining()).isEqualTo(Duration.ofSeconds(1));
            assertThat(state.age()).isZero();
            assertThat(view.window()).isEqualTo(new FleetTally(10, 5, 0));
        }

        @Test
        void staysClosedBelowTheRate() {
            a.counts(50, 26).reports();
            advanceMillis(50);

            assertThat(b.counts(50, 23).reports().state()).isEqualTo(aged(50));
        }

        @Test
        void staysClosedBelowTheMinimumOfCalls() {
            a.counts(5, 5).reports();
            advanceMillis(50);

            assertThat(b.counts(4, 4).reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void opensWhenTooManyCallsAreSlow() {
            a.with(rules -> rules.slowCallRate = 40);
            b.rules = a.rules;
            a.window = new FleetTally(10, 0, 4);
            a.reports();
            advanceMillis(50);
            b.window = new FleetTally(10, 1, 4);

            assertThat(b.reports().state().cause()).isEqualTo(FleetCause.SLOW_CALL_RATE);
        }

        @Test
        void opensWhenNearlyAllCallsOfTheLastMomentsFail() {
            assertThat(afterFast(new FleetTally(5, 5, 0), 10)).isEqualTo(FleetCause.FAST_WINDOW);
        }

        @Test
        void opensWhenNearlyAllCallsOfTheLastMomentsAreSlow() {
            assertThat(afterFast(new FleetTally(5, 0, 5), 10)).isEqualTo(FleetCause.FAST_WINDOW);
        }

        @Test
        void theLastMomentsNeedTheirMinimumToo() {
            assertThat(afterFast(new FleetTally(5, 5, 0), 11)).isNull();
        }

        @Test
        void withoutAFastWindowTheLastMomentsDecideNothing() {
            assertThat(afterFast(new FleetTally(5, 5, 0), 0)).isNull();
        }

        private @Nullable FleetCause afterFast(FleetTally tally, int fastCalls) {
            a.with(rules -> rules.fastCalls = fastCalls);
            b.rules = a.rules;
            a.fast = tally;
            b.fast = tally;
            a.counts(1_000, 0).reports();
            advanceMillis(1_000);
            FleetView view = b.counts(1_000, 0).reports();
            assertThat(view.fast()).isEqualTo(tally.plus(tally));
            return view.state().cause();
        }

        @Test
        void aSickInstanceHoweverBusyOpensNobodyElses() {
            a.counts(10_000, 10_000);
            b.counts(500, 5);
            c.counts(500, 5);

            assertThat(allReport(a, b, c).state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void nobodysReportsAloneMakeTheRate() {
            a.with(rules -> rules.quorumMinimum = 1);
            b.rules = a.rules;
            c.rules = a.rules;
            a.counts(90, 90);
            b.counts(1_000, 499); // most bad calls, and yet not the one without which all is well
            c.counts(10, 0);

            assertThat(allReport(a, b, c).state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void aLoneInstanceDecidesForItself() {
            listenTo(a, 15_000);

            assertThat(a.counts(10, 5).reports().state().cause()).isEqualTo(FleetCause.FAILURE_RATE);
        }

        @Test
        void aLoneInstanceThatHasOpenedOpensItsFleet() {
            listenTo(a, 15_000);
            a.open = true;

            assertThat(a.reports().state().cause()).isEqualTo(FleetCause.INSTANCES_OPEN);
        }

        @Test
        void theFirstWhoIsHeardOfIsNotYetAlone() {
            listenTo(a, 14_000);
            a.open = true;

            assertThat(a.counts(1_000, 1_000).reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void theFirstAfterAHoleIsNotYetAlone() {
            b.counts(100, 0);
            for (int i = 0; i < 20; i++) {
                b.reports();
                listenTo(a, 1_000);
            }
            advanceMillis(14_500); // nobody reaches the store, and the others come back later
            a.open = true;
            assertThat(a.counts(1_000, 1_000).reports().instances()).isEqualTo(1);

            assertThat(a.known.phase()).isEqualTo(FleetPhase.CLOSED);
        }

        private void listenTo(Member member, long millis) {
            for (long passed = 0; passed < millis; passed += 1_000) {
                member.reports();
                advanceMillis(1_000);
            }
        }

        @Test
        void oneOfTwoDoesNotDecideForTheOther() {
            b.counts(10, 0).reports();
            advanceMillis(50);

            assertThat(a.counts(1_000, 1_000).reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void asManyInstancesAsTheQuorumSaysMustFail() {
            a.with(rules -> rules.quorumMinimum = 3);
            b.rules = a.rules;
            c.rules = a.rules;
            a.counts(100, 100);
            b.counts(100, 100);
            c.counts(10, 4);
            assertThat(allReport(a, b, c).state().phase()).isEqualTo(FleetPhase.CLOSED);

            advanceMillis(50);
            assertThat(c.counts(10, 5).reports().state().phase()).isEqualTo(FleetPhase.OPEN);
        }

        @Test
        void theQuorumIsNeverMoreThanAreAlive() {
            a.with(rules -> rules.quorumMinimum = 7);
            b.rules = a.rules;
            b.reports();
            listenTo(a, 14_000);
            a.counts(10, 10).reports();
            advanceMillis(950);
            assertThat(b.counts(10, 10).reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
            advanceMillis(50);

            assertThat(b.reports().state().cause()).isEqualTo(FleetCause.FAILURE_RATE);
        }

        @Test
        void theQuorumCanBeAPartOfThoseAlive() {
            a.with(rules -> rules.quorumFraction = 0.7); // of 3: all
            b.rules = a.rules;
            c.rules = a.rules;
            a.counts(100, 100);
            b.counts(100, 100);
            c.counts(10, 0).reports();
            advanceMillis(50);

            assertThat(allReport(a, b, c).state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void whoHasOpenedByItselfIsAmongThoseThatFail() {
            a.with(rules -> rules.quorumMinimum = 3);
            b.rules = a.rules;
            c.rules = a.rules;
            a.counts(100, 100);
            b.counts(100, 100);
            c.counts(10, 0).open = true;

            assertThat(allReport(a, b, c).state().cause()).isEqualTo(FleetCause.FAILURE_RATE);
        }

        @Test
        void opensWhenMostInstancesHaveOpenedByThemselves() {
            a.open = true;
            b.open = true;
            c.reports();
            advanceMillis(50);
            assertThat(a.reports().state().phase()).isEqualTo(FleetPhase.CLOSED);

            advanceMillis(50);
            assertThat(b.reports().state().cause()).isEqualTo(FleetCause.INSTANCES_OPEN);
        }

        @Test
        void halfOfTheInstancesAreNotMost() {
            a.with(rules -> rules.quorumMinimum = 1);
            b.rules = a.rules;
            a.open = true;
            b.reports();
            advanceMillis(50);

            assertThat(a.reports().state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void aReportThatArrivesTwiceIsNotCountedTwice() {
            b.counts(2, 2).reports();
            advanceMillis(1_000);
            for (int i = 0; i < 5; i++) {
                advanceMillis(50);
                assertThat(a.counts(5, 5).reports().window()).isEqualTo(new FleetTally(7, 7, 0));
            }
        }

        @Test
        void oldReportsDoNotCount() {
            a.counts(100, 100).reports();
            advanceMillis(5_001);

            FleetView view = b.counts(10, 10).reports();

            assertThat(view.window()).isEqualTo(new FleetTally(10, 10, 0));
            assertThat(view.instances()).isEqualTo(2);
            assertThat(view.state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void reportsOfAnEarlierStateDoNotCount() {
            a.asks(FORCE_OPEN);
            a.asks(FleetAction.RELEASE);
            a.counts(10, 10).reports();
            advanceMillis(1_000);

            FleetView view = b.counts(10, 10).asksWithoutLearning(FleetAction.NONE);

            assertThat(view.window()).isEqualTo(new FleetTally(10, 10, 0));
            assertThat(view.state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void whoIsNotHeardOfIsNoLongerAlive() {
            a.reports();
            advanceMillis(15_000);
            assertThat(b.reports().instances()).isEqualTo(2);
            advanceMillis(1_000);
            assertThat(b.reports().instances()).isEqualTo(1);
        }

        @Test
        void whoReportsSeldomIsJudgedByItsOwnTimes() {
            a.with(rules -> {
                        rules.reportMillis = 30_000;
                        rules.aliveMillis = 160_000;
                    })
                    .counts(10, 1)
                    .reports();
            advanceMillis(29_000);
            FleetView view = b.reports();
            assertThat(view.window()).isEqualTo(new FleetTally(10, 1, 0));
            advanceMillis(2_000);
            view = b.reports();
            assertThat(view.window()).isEqualTo(FleetTally.NONE);
            assertThat(view.instances()).isEqualTo(2);
            assertThat(view.mixedRules()).isTrue();

            advanceMillis(130_000);
            assertThat(b.reports().instances()).isEqualTo(1);
        }

        @Test
        void whoLeavesIsNoLongerAlive() {
            a.reports();
            b.reports();
            a.leaves();
            advanceMillis(1_000);

            assertThat(b.reports().instances()).isEqualTo(1);
        }

        @Test
        void whoIsWellAddsUpOnceASecond() {
            a.counts(10, 0).reports();
            advanceMillis(999);
            assertThat(b.counts(10, 0).reports().window()).isEqualTo(new FleetTally(10, 0, 0));
            advanceMillis(1);
            assertThat(b.reports().window()).isEqualTo(new FleetTally(20, 0, 0));
        }

        @Test
        void whoIsUnwellAddsUpAFewTimesASecond() {
            a.counts(10, 0).reports();
            advanceMillis(49);
            assertThat(b.counts(10, 1).reports().window()).isEqualTo(new FleetTally(10, 0, 0));
            advanceMillis(1);
            assertThat(b.reports().window()).isEqualTo(new FleetTally(20, 1, 0));
        }

        @Test
        void ofManyItAddsUpLessOften() {
            for (int i = 0; i < 100; i++) {
                member("m" + i).counts(10, 0).reports();
            }
            advanceMillis(1_000);
            assertThat(a.reports().instances()).isEqualTo(101);

            advanceMillis(201);
            assertThat(a.counts(10, 1).reports().window().failed()).isZero();
            advanceMillis(1);
            assertThat(a.reports().window().failed()).isEqualTo(1);
        }

        @Test
        void tellsThatInstancesHaveDifferentRules() {
            a.with(rules -> rules.failureRate = 51).reports();
            advanceMillis(1_000);
            assertThat(b.reports().mixedRules()).isTrue();

            a.leaves();
            advanceMillis(1_000);
            assertThat(b.reports().mixedRules()).isFalse();
        }

        @Test
        void drawsAreNoDifferentRules() {
            a.with(rules -> rules.waitScatter = 1.1).reports();
            advanceMillis(1_000);

            assertThat(b.reports().mixedRules()).isFalse();
        }

        @Test
        void breakersKnowNothingOfEachOther() {
            open(a, b);

            assertThat(new Member(store(), breaker + "x", "a").reports().state())
                    .isEqualTo(FleetState.INITIAL);
        }

        private FleetState aged(long millis) {
            return new FleetState(0, FleetPhase.CLOSED, null, Duration.ofMillis(millis), Duration.ZERO, 0, null);
        }

        private FleetView allReport(Member... members) {
            FleetView view = a.reports();
            for (Member member : members) {
                advanceMillis(50);
                view = member.reports();
            }
            return view;
        }
    }

    @Nested
    class WhileOpen {

        private final Member a = member("a");
        private final Member b = member("b");

        @Test
        void noProbeMayGoBeforeTheWaitIsOver() {
            open(a, b);
            advanceMillis(999);

            FleetView view = a.acquires();

            assertThat(view.state().phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(view.state().remaining()).isEqualTo(Duration.ofMillis(1));
            assertThat(view.probes()).isEqualTo(FleetProbes.NONE);
        }

        @Test
        void theFirstWhoAsksAfterwardsHalfOpensItAndSendsTheFirstProbe() {
            open(a, b);
            advanceMillis(1_000);

            FleetState state = a.acquires().state();
            FleetProbes probes = b.acquires().probes();

            assertThat(state.phase()).isEqualTo(FleetPhase.HALF_OPEN);
            assertThat(state.cause()).isEqualTo(FleetCause.WAIT_ELAPSED);
            assertThat(state.epoch()).isEqualTo(2);
            assertThat(probes).isEqualTo(new FleetProbes(FleetTally.NONE, 0, "a", 1));
        }

        @Test
        void whoDoesNotYetKnowThatItIsOpenMayAskToo() {
            open(a, b);
            advanceMillis(1_000);

            assertThat(member("c").acquires().probes().holder()).isEqualTo("c");
        }

        @Test
        void timeAloneHalfOpensNothing() {
            open(a, b);
            advanceMillis(2_000);

            FleetState state = a.reports().state();

            assertThat(state.phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(state.remaining()).isZero();
        }

        @Test
        void theNumbersThatOpenedItStayToBeSeen() {
            open(a, b);
            advanceMillis(1_000);

            FleetView view = a.reports();

            assertThat(view.window()).isEqualTo(new FleetTally(20, 20, 0));
            assertThat(view.instances()).isEqualTo(2);
        }

        @Test
        void anOpeningSoonAfterClosingIsOneInARow() {
            halfOpen(a, b);
            close(a);
            b.reports();
            advanceMillis(9_800);

            FleetState state = open(a, b).state();

            assertThat(state.openings()).isEqualTo(2);
            assertThat(state.remaining()).isEqualTo(Duration.ofSeconds(2));
        }

        @Test
        void anOpeningLongAfterClosingIsTheFirst() {
            halfOpen(a, b);
            close(a);
            b.reports();
            advanceMillis(9_900);

            assertThat(open(a, b).state().openings()).isEqualTo(1);
        }

        @Test
        void theWaitHasALongestAndIsScattered() {
            a.with(rules -> {
                rules.waitMillis = 5_000;
                rules.longestWaitMillis = 4_000;
                rules.waitScatter = 1.25;
            });
            b.rules = a.rules;

            assertThat(open(a, b).state().remaining()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void aWaitIsNeverNone() {
            a.with(rules -> rules.waitMillis = 0);
            b.rules = a.rules;

            assertThat(open(a, b).state().remaining()).isEqualTo(Duration.ofMillis(1));
        }

        @Test
        void durationsThatNobodyLivesToSeeAreCut() {
            a.with(rules -> {
                rules.waitMillis = Long.MAX_VALUE;
                rules.longestWaitMillis = Long.MAX_VALUE;
                rules.leaseMillis = Long.MAX_VALUE;
            });
            b.rules = a.rules;

            assertThat(open(a, b).state().remaining()).isEqualTo(Duration.ofMillis(1L << 45));
        }
    }

    @Nested
    class WhileHalfOpen {

        private final Member a = member("a");
        private final Member b = member("b");

        @Test
        void whoHoldsTheLeaseGetsTheSameAgain() {
            halfOpen(a, b);
            advanceMillis(499);
            a.acquires();
            advanceMillis(499);

            assertThat(b.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 0, "a", 1));
        }

        @Test
        void aLeaseThatIsNotRenewedIsLostAndTheNextOneIsAnother() {
            halfOpen(a, b);
            advanceMillis(500);

            assertThat(b.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, "b", 2));
        }

        @Test
        void whoSendsTheProbeRenewsItsLease() {
            halfOpen(a, b);
            a.lease = 1;
            for (int i = 0; i < 5; i++) {
                advanceMillis(499);
                a.reports();
            }

            assertThat(b.acquires().probes().holder()).isEqualTo("a");
        }

        @Test
        void nobodyRenewsAnothersLease() {
            halfOpen(a, b);
            b.lease = 1;
            advanceMillis(499);
            b.reports();
            advanceMillis(1);

            assertThat(b.reports().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, null, 0));
        }

        @Test
        void noLeaseIsRenewedThatIsOver() {
            halfOpen(a, b);
            advanceMillis(500);
            a.acquires();
            a.lease = 1;
            advanceMillis(499);
            a.reports();
            advanceMillis(1);

            assertThat(a.reports().probes().lost()).isEqualTo(2);
        }

        @Test
        void closesWhenAllProbesSucceed() {
            halfOpen(a, b);
            a.completes(1, SUCCESS);
            b.acquires();
            b.completes(2, SUCCESS);
            assertThat(b.known.phase()).isEqualTo(FleetPhase.HALF_OPEN);

            a.acquires();
            FleetView view = a.completes(3, SUCCESS);

            assertThat(view.state().phase()).isEqualTo(FleetPhase.CLOSED);
            assertThat(view.state().cause()).isEqualTo(FleetCause.PROBES_SUCCEEDED);
            assertThat(view.state().epoch()).isEqualTo(3);
            assertThat(view.state().openings()).isEqualTo(1);
            assertThat(view.probes()).isEqualTo(new FleetProbes(new FleetTally(3, 0, 0), 0, null, 0));
        }

        @Test
        void opensAgainForLongerAsSoonAsTheRateIsCertain() {
            halfOpen(a, b);
            a.completes(1, FAILURE);
            assertThat(a.known.phase()).isEqualTo(FleetPhase.HALF_OPEN);
            a.acquires();

            FleetState state = a.completes(2, FAILURE).state();

            assertThat(state.phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(state.cause()).isEqualTo(FleetCause.PROBES_FAILED);
            assertThat(state.openings()).isEqualTo(2);
            assertThat(state.remaining()).isEqualTo(Duration.ofSeconds(2));
        }

        @Test
        void slowProbesOpenItToo() {
            a.with(rules -> rules.slowCallRate = 30);
            b.rules = a.rules;
            halfOpen(a, b);

            assertThat(a.completes(1, SLOW).state().cause()).isEqualTo(FleetCause.PROBES_FAILED);
        }

        @Test
        void aProbeThatDoesNotCountGivesItsLeaseBack() {
            halfOpen(a, b);
            a.completes(1, FleetTally.NONE);

            assertThat(b.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 0, "b", 2));
        }

        @Test
        void anOutcomeCountsOnce() {
            halfOpen(a, b);
            a.completes(1, SUCCESS);

            assertThat(a.completes(1, SUCCESS).probes().outcomes()).isEqualTo(SUCCESS);
        }

        @Test
        void anOutcomeOfALeaseThatIsOverDoesNotCount() {
            halfOpen(a, b);
            advanceMillis(500);
            a.acquires();

            assertThat(a.completes(1, FAILURE).probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, "a", 2));
        }

        @Test
        void nobodyTellsTheOutcomeOfAnothersProbe() {
            halfOpen(a, b);

            assertThat(b.completes(1, FAILURE).probes().outcomes()).isEqualTo(FleetTally.NONE);
        }

        @Test
        void anOutcomeOfAnEarlierStateDoesNotCount() {
            halfOpen(a, b);
            b.asks(FORCE_OPEN);
            b.asks(FleetAction.RELEASE);

            assertThat(a.completes(1, FAILURE).probes().outcomes()).isEqualTo(FleetTally.NONE);
        }

        @Test
        void opensAgainIfItTakesTooLong() {
            a.with(rules -> rules.longestHalfOpenMillis = 3_000);
            b.rules = a.rules;
            halfOpen(a, b);
            advanceMillis(2_999);
            assertThat(a.reports().state().phase()).isEqualTo(FleetPhase.HALF_OPEN);
            advanceMillis(1);

            FleetState state = a.reports().state();

            assertThat(state.phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(state.cause()).isEqualTo(FleetCause.HALF_OPEN_TIMEOUT);
            assertThat(state.remaining()).isEqualTo(Duration.ofSeconds(2));
        }

        @Test
        void closesInsteadIfTheRulesSaySo() {
            a.with(rules -> {
                rules.longestHalfOpenMillis = 3_000;
                rules.closesAfterHalfOpen = true;
                rules.leaseMillis = 10_000;
            });
            b.rules = a.rules;
            halfOpen(a, b);
            advanceMillis(3_000);

            FleetView view = a.reports();

            assertThat(view.state().phase()).isEqualTo(FleetPhase.CLOSED);
            assertThat(view.state().cause()).isEqualTo(FleetCause.HALF_OPEN_TIMEOUT);
            assertThat(view.probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, null, 0));
        }

        @Test
        void mayTakeForeverIfTheRulesSetNoLimit() {
            halfOpen(a, b);
            advance(Duration.ofMinutes(50));

            assertThat(a.reports().state().phase()).isEqualTo(FleetPhase.HALF_OPEN);
        }

        @Test
        void theLeaseOfWhoLeavesIsFreeAtOnce() {
            halfOpen(a, b);
            a.leaves();

            assertThat(b.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, "b", 2));
        }

        @Test
        void whoLeavesTakesNobodysLeaseAlong() {
            halfOpen(a, b);
            b.leaves();

            assertThat(b.acquires().probes().holder()).isEqualTo("a");
        }
    }

    @Nested
    class WhenOverruled {

        private final Member a = member("a");
        private final Member b = member("b");

        @Test
        void allDoAsSomebodySays() {
            a.asks(FORCE_OPEN);
            advanceMillis(1_000);

            FleetState state = b.reports().state();

            assertThat(state.epoch()).isEqualTo(1);
            assertThat(state.phase()).isEqualTo(FleetPhase.CLOSED);
            assertThat(state.override())
                    .isEqualTo(new FleetOverride(Mode.FORCED_OPEN, "the dam breaks", "ops", Duration.ofSeconds(299)));
        }

        @Test
        void wordsAreKeptAsTheyAre() {
            String words = "straße {x} \"y\" \n \u0000 \uD83C\uDF0A 0x10 %s";
            a.asks(new FleetAction.Overrule(Mode.DISABLED, words, words, Duration.ofMinutes(1)));

            assertThat(b.reports().state().override())
                    .isEqualTo(new FleetOverride(Mode.DISABLED, words, words, Duration.ofMinutes(1)));
        }

        @Test
        void noWordsAreWordsToo() {
            a.asks(new FleetAction.Overrule(Mode.METRICS_ONLY, "", "", Duration.ofMinutes(1)));

            assertThat(b.reports().state().override())
                    .isEqualTo(new FleetOverride(Mode.METRICS_ONLY, "", "", Duration.ofMinutes(1)));
        }

        @Test
        void itEndsByItself() {
            a.asks(FORCE_OPEN);
            advance(Duration.ofMinutes(5));

            FleetState state = b.reports().state();

            assertThat(state.override()).isNull();
            assertThat(state.epoch()).isEqualTo(2);
            assertThat(state.cause()).isEqualTo(FleetCause.RELEASED);
            assertThat(state.age()).isZero();
        }

        @Test
        void itHasEndedInTimeAlsoIfNobodyAskedThen() {
            a.asks(FORCE_OPEN);
            advance(Duration.ofMinutes(6));

            assertThat(b.reports().state().age()).isEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void itLastsForHoursIfItIsTo() {
            a.asks(new FleetAction.Overrule(Mode.FORCED_OPEN, "", "", Duration.ofDays(40)));
            advance(Duration.ofDays(40).minusMillis(1));

            assertThat(b.reports().state().override()).isNotNull();
        }

        @Test
        void whatWasNotRefusedNeedsNoRamp() {
            a.asks(new FleetAction.Overrule(Mode.METRICS_ONLY, "", "", Duration.ofMinutes(1)));
            advance(Duration.ofMinutes(1));

            assertThat(b.reports().state().age()).isEqualTo(Duration.ofMinutes(1));
        }

        @Test
        void somebodyEndsIt() {
            a.asks(FORCE_OPEN);
            advanceMillis(10);

            FleetState state = b.asks(FleetAction.RELEASE).state();

            assertThat(state.override()).isNull();
            assertThat(state.epoch()).isEqualTo(2);
            assertThat(state.age()).isZero();
            assertThat(b.asks(FleetAction.RELEASE).state().epoch()).isEqualTo(2);
        }

        @Test
        void somebodyElseSaysOtherwise() {
            a.asks(FORCE_OPEN);

            FleetState state = b.asks(new FleetAction.Overrule(Mode.DISABLED, "", "", Duration.ofMinutes(1)))
                    .state();

            assertThat(state.epoch()).isEqualTo(2);
            assertThat(state.override())
                    .isNotNull()
                    .extracting(FleetOverride::mode)
                    .isEqualTo(Mode.DISABLED);
        }

        @Test
        void nothingOpensIt() {
            a.asks(new FleetAction.Overrule(Mode.METRICS_ONLY, "", "", Duration.ofMinutes(1)));
            b.reports();
            a.counts(100, 100).reports();
            advanceMillis(50);

            FleetView view = b.counts(100, 100).reports();

            assertThat(view.state().phase()).isEqualTo(FleetPhase.CLOSED);
            assertThat(view.window()).isEqualTo(new FleetTally(200, 200, 0));
        }

        @Test
        void noProbeGoes() {
            open(a, b);
            a.asks(FORCE_OPEN);
            advanceMillis(1_000);

            FleetView view = a.acquires();

            assertThat(view.state().phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(view.probes().holder()).isNull();
        }

        @Test
        void noOutcomeCountsAndNoTimeRunsOut() {
            a.with(rules -> rules.longestHalfOpenMillis = 3_000);
            b.rules = a.rules;
            halfOpen(a, b);
            a.asks(FORCE_OPEN);
            a.completes(1, FAILURE);
            advanceMillis(3_000);

            FleetView view = a.reports();

            assertThat(view.state().phase()).isEqualTo(FleetPhase.HALF_OPEN);
            assertThat(view.probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, null, 0));
        }

        @Test
        void closingEndsItAndForgetsTheOpenings() {
            open(a, b);
            a.asks(FORCE_OPEN);

            FleetState state = b.asks(FleetAction.CLOSE).state();

            assertThat(state)
                    .isEqualTo(new FleetState(
                            3, FleetPhase.CLOSED, FleetCause.MANUAL, Duration.ZERO, Duration.ZERO, 0, null));
        }

        @Test
        void closingTakesTheLeaseAway() {
            halfOpen(a, b);
            b.asks(FleetAction.CLOSE);

            assertThat(a.completes(1, FAILURE).probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 1, null, 0));
        }

        @Test
        void whatIsClosedIsNotClosedAgain() {
            assertThat(a.asks(FleetAction.CLOSE).state()).isEqualTo(FleetState.INITIAL);
        }
    }

    @Nested
    class WhenTheStoreHasLostItsData {

        private final Member a = member("a");

        @Test
        void itLearnsThatTheFleetIsOpenAndForHowLong() {
            a.known = known(FleetPhase.OPEN, 700);

            FleetState state = a.reports().state();

            assertThat(state).isEqualTo(known(FleetPhase.OPEN, 700));
            advanceMillis(700);
            assertThat(a.acquires().state().epoch()).isEqualTo(8);
        }

        @Test
        void noWaitIsLongerThanTwiceTheLongest() {
            a.known = known(FleetPhase.OPEN, 500_000);

            assertThat(a.reports().state().remaining()).isEqualTo(Duration.ofMinutes(2));
        }

        @Test
        void aHalfOpenFleetIsOpenAndProbesGoAtOnce() {
            a.known = known(FleetPhase.HALF_OPEN, 0);

            FleetState state = a.reports().state();

            assertThat(state.phase()).isEqualTo(FleetPhase.OPEN);
            assertThat(state.epoch()).isEqualTo(7);
            assertThat(state.remaining()).isZero();
            assertThat(a.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 0, "a", 1));
        }

        @Test
        void itLearnsThatTheFleetIsClosedAndSinceWhen() {
            a.known = known(FleetPhase.CLOSED, 0);

            assertThat(a.reports().state()).isEqualTo(known(FleetPhase.CLOSED, 0));
        }

        @Test
        void itLearnsWhatSomebodySaid() {
            FleetOverride override = new FleetOverride(Mode.DISABLED, "a reason", "ops", Duration.ofMinutes(2));
            a.known = new FleetState(4, FleetPhase.CLOSED, null, Duration.ZERO, Duration.ZERO, 0, override);
            a.reports();
            advance(Duration.ofMinutes(1));

            assertThat(member("b").reports().state().override())
                    .isEqualTo(new FleetOverride(Mode.DISABLED, "a reason", "ops", Duration.ofMinutes(1)));
        }

        @Test
        void itForgetsWhatSomebodySaidBefore() {
            member("b").asks(FORCE_OPEN);
            a.known = known(FleetPhase.CLOSED, 0);

            assertThat(a.reports().state().override()).isNull();
        }

        @Test
        void aLeaseUnderAStateThatNobodyElseKnowsIsForgotten() {
            Member b = member("b");
            halfOpen(b, member("c"));
            a.known = known(FleetPhase.HALF_OPEN, 0);

            assertThat(a.acquires().probes()).isEqualTo(new FleetProbes(FleetTally.NONE, 0, "a", 2));
        }

        @Test
        void olderKnowledgeChangesNothing() {
            Member b = member("b");
            FleetState open = open(b, member("c")).state();
            a.known = FleetState.INITIAL;

            assertThat(a.reports().state()).isEqualTo(open);
        }

        private FleetState known(FleetPhase phase, long remaining) {
            return new FleetState(
                    7, phase, FleetCause.PROBES_FAILED, Duration.ofSeconds(3), Duration.ofMillis(remaining), 5, null);
        }
    }

    @Nested
    class WhenTheClockIsSetBack {

        private final Member a = member("a");
        private final Member b = member("b");

        @Test
        void theOpenWaitIsNoLonger() {
            open(a, b);
            advance(Duration.ofHours(-1));
            assertThat(a.reports().state().remaining()).isEqualTo(Duration.ofSeconds(1));
            advanceMillis(1_000);

            assertThat(a.acquires().state().phase()).isEqualTo(FleetPhase.HALF_OPEN);
        }

        @Test
        void theLeaseIsNoLonger() {
            halfOpen(a, b);
            advance(Duration.ofHours(-1));
            b.reports();
            advanceMillis(500);

            assertThat(b.acquires().probes().holder()).isEqualTo("b");
        }

        @Test
        void noStateIsYoungerThanNew() {
            open(a, b);
            advance(Duration.ofHours(-1));

            assertThat(a.reports().state().age()).isZero();
        }

        @Test
        void reportsAreStillAddedUp() {
            a.counts(10, 10).reports();
            advance(Duration.ofHours(-1));

            assertThat(b.counts(10, 10).reports().state().cause()).isEqualTo(FleetCause.FAILURE_RATE);
        }

        @Test
        void whoDiedBeforeIsNotAliveForLonger() {
            a.reports();
            advance(Duration.ofHours(-1));
            assertThat(b.reports().instances()).isEqualTo(2);
            advanceMillis(15_001);

            assertThat(b.reports().instances()).isEqualTo(1);
        }
    }

    @Nested
    class Hints {

        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final List<Subscription> subscriptions = new ArrayList<>();

        @AfterEach
        void listenNoLonger() {
            subscriptions.forEach(Subscription::close);
        }

        @Test
        void listenersHearOfNewStatesAndOfNothingElse() {
            listen(heard::add);
            awaitHearing(heard);
            new Member(store(), breaker + "-quiet", "a").reports();
            member("a").asks(FORCE_OPEN);

            await().until(() -> heard.contains(breaker));
            assertThat(heard).doesNotContain(breaker + "-quiet");
        }

        @Test
        void aListenerThatThrowsKeepsNothingFromOthers() {
            listen(name -> {
                throw new IllegalStateException("a listener's mistake");
            });
            listen(heard::add);
            awaitHearing(heard);
            member("a").asks(FORCE_OPEN);

            await().until(() -> heard.contains(breaker));
        }

        @Test
        void whoNoLongerListensHearsNothing() {
            Queue<String> others = new ConcurrentLinkedQueue<>();
            listen(others::add);
            store().subscribe(heard::add).close();
            awaitHearing(others);
            member("a").asks(FORCE_OPEN);

            await().until(() -> others.contains(breaker));
            assertThat(heard).isEmpty();
        }

        private void listen(Consumer<String> listener) {
            subscriptions.add(store().subscribe(listener));
        }

        /** A subscription takes a moment to reach a server. */
        private void awaitHearing(Queue<String> ears) {
            Member early = new Member(store(), breaker + "-early", "a");
            await().until(() -> {
                early.asks(FORCE_OPEN);
                return ears.contains(early.breaker);
            });
        }
    }
}
