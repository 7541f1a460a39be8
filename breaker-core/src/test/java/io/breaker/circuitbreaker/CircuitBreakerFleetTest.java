package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.breaker.circuitbreaker.CircuitBreaker.Permit;
import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.circuitbreaker.FleetLab.Instance;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetConfig;
import io.breaker.fleet.FleetOverride.Mode;
import io.breaker.fleet.FleetPhase;
import io.breaker.fleet.FleetView;
import io.breaker.fleet.InMemoryFleetStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CircuitBreakerFleetTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Nested
    class Opening {

        @Test
        void allOpenTogetherThoughNoneHasEnoughCallsOfItsOwn() {
            FleetLab lab = FleetLab.of(5);

            for (int i = 0; i < 3; i++) {
                lab.callAll(false);
                lab.pass(Duration.ofMillis(300));
            }

            assertThat(lab.states()).containsOnly(State.OPEN);
            assertThat(lab.get(0).breaker.snapshot().cause()).isEqualTo(TransitionCause.FLEET);
            assertThat(lab.get(0).snapshot().view().state().cause()).isEqualTo(FleetCause.FAST_WINDOW);
        }

        @Test
        void eachTellsOnceWhyItOpened() {
            FleetLab lab = FleetLab.of(5);
            for (int i = 0; i < 3; i++) {
                lab.callAll(false);
                lab.pass(Duration.ofMillis(300));
            }

            for (Instance instance : lab.instances) {
                await().untilAsserted(() -> assertThat(instance.transitions).hasSize(1));
                assertThat(instance.transitions.get(0).evidence().text())
                        .matches(
                                "the fleet, of the last moments' \\d+ calls \\d+ failed, 0 slow; epoch 1, 5 instances; "
                                        + "of \\d+ calls \\d+ failed, 0 slow, 0 both; here mostly \\d x "
                                        + "java.lang.IllegalStateException; probes in \\d+ ms");
            }
        }

        @Test
        void oneSickInstanceOpensNobodyElses() {
            FleetLab lab = FleetLab.of(3);

            lab.pass(Duration.ofSeconds(5), () -> {
                lab.get(0).call(false);
                lab.get(0).call(false);
                lab.get(1).call(true);
                lab.get(2).call(true);
            });

            assertThat(lab.get(0).state()).isNotEqualTo(State.CLOSED);
            assertThat(lab.get(1).state()).isEqualTo(State.CLOSED);
            assertThat(lab.get(2).state()).isEqualTo(State.CLOSED);
        }

        @Test
        void instancesThatOpenBeforeTheFleetKnowsAreTakenOver() {
            FleetLab lab = FleetLab.of(4);
            for (int i = 0; i < 20; i++) {
                lab.callAll(false);
            }
            assertThat(lab.get(0).breaker.snapshot().cause()).isEqualTo(TransitionCause.FAST_WINDOW);

            lab.pass(Duration.ofMillis(1_500));

            assertThat(lab.get(0).breaker.snapshot().cause()).isEqualTo(TransitionCause.FLEET);
            assertThat(lab.states()).containsOnly(State.OPEN);
        }

        @Test
        void wallClocksDoNotMatter() {
            FleetLab lab = FleetLab.of(3);
            lab.get(0).wallClock = lab.get(0).wallClock.plus(Duration.ofHours(1));
            lab.open();
            lab.get(1).wallClock = lab.get(1).wallClock.minus(Duration.ofHours(1));

            assertThat(lab.states()).containsOnly(State.OPEN);
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND.multipliedBy(2), () -> lab.callAll(true));
            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void callsOfTheWholeWindowAreAddedUpAlsoWhereTheyAreFew() {
            FleetLab lab = new FleetLab(
                    10,
                    builder -> builder.slidingWindowType(SlidingWindowType.TIME_BASED)
                            .slidingWindowSize(60));
            lab.callAll(true);
            lab.pass(Duration.ofSeconds(3));
            lab.callAll(true);

            lab.pass(Duration.ofSeconds(30));

            assertThat(lab.get(0).snapshot().view().window().calls()).isEqualTo(20);
        }

        @Test
        void anInstanceThatStartsLaterIsOpenFromTheStart() {
            FleetLab lab = FleetLab.of(3);
            lab.open();

            Instance late = lab.start("late");
            lab.turn();

            assertThat(late.call(true)).isFalse();
            assertThat(late.state()).isEqualTo(State.OPEN);
            assertThat(late.breaker.snapshot().retryAfter()).isLessThanOrEqualTo(FleetLab.OPEN_WAIT);
        }

        @Test
        void anInstanceThatOpensItselfAfterTheFleetHasClosedStaysOpen() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(Duration.ofMinutes(1), () -> lab.callAll(true));
            assertThat(lab.states()).containsOnly(State.CLOSED);

            lab.pass(Duration.ofSeconds(5), () -> {
                lab.get(0).call(false);
                lab.get(1).call(true);
                lab.get(2).call(true);
            });

            assertThat(lab.states()).containsExactly(State.OPEN, State.CLOSED, State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().cause()).isNotEqualTo(TransitionCause.FLEET);
        }

        @Test
        void whatOneIsMadeToDoByHandIsNoReasonForTheOthers() {
            FleetLab lab = FleetLab.of(3);
            lab.get(0).breaker.open();
            lab.get(1).breaker.open();

            lab.pass(Duration.ofSeconds(3));

            assertThat(lab.get(2).state()).isEqualTo(State.CLOSED);
        }
    }

    @Nested
    class Probing {

        @Test
        void oneProbeAtATimeGoesInTheWholeFleet() {
            FleetLab lab = FleetLab.of(10);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            int[] running = {0, 0};

            lab.pass(SECOND.multipliedBy(2), () -> {
                for (Instance instance : lab.instances) {
                    running[0] += instance.begin() == null ? 0 : 1;
                }
                running[1] = Math.max(running[1], running[0]);
            });

            assertThat(running[1]).isEqualTo(1);
        }

        @Test
        void allCloseWhenEnoughProbesHaveSucceededWhoeverSentThem() {
            FleetLab lab = FleetLab.of(5);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.instances.forEach(instance -> instance.calls = 0);

            lab.pass(SECOND.multipliedBy(2), () -> {
                if (lab.get(0).snapshot().view().state().phase() != FleetPhase.CLOSED) {
                    lab.callAll(true);
                }
            });

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.instances.stream().mapToInt(i -> i.calls).sum()).isBetween(3, 4);
            assertThat(lab.get(0).snapshot().view().state().cause()).isEqualTo(FleetCause.PROBES_SUCCEEDED);
        }

        @Test
        void callsComeBackByAndBy() {
            FleetLab lab = FleetLab.of(5);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND.multipliedBy(2), () -> lab.callAll(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isLessThan(20);
            lab.pass(Duration.ofSeconds(30));
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isEqualTo(100);
        }

        @Test
        void anInstanceThatStartsInTheMiddleOfARecoveryTakesPartInIt() {
            FleetLab lab = FleetLab.of(5);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND.multipliedBy(2), () -> lab.callAll(true));

            Instance late = lab.start("late");
            lab.turn();

            assertThat(late.breaker.snapshot().admittedShare()).isLessThan(20);
        }

        @Test
        void aProbeThatFailsOpensAllAgainForLonger() {
            FleetLab lab = new FleetLab(
                    5,
                    builder -> builder.permittedNumberOfCallsInHalfOpenState(1)
                            .enableExponentialBackoff(true)
                            .exponentialBackoffMultiplier(2));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.instances.forEach(instance -> instance.calls = 0);

            lab.pass(SECOND, () -> lab.callAll(false));

            assertThat(lab.states()).containsOnly(State.OPEN);
            assertThat(lab.instances.stream().mapToInt(i -> i.calls).sum()).isEqualTo(1);
            assertThat(lab.get(0).breaker.snapshot().retryAfter())
                    .isBetween(SECOND.multipliedBy(18), SECOND.multipliedBy(20));
        }

        @Test
        void aProberThatIsKilledCostsOneLease() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            Instance prober = firstProber(lab);
            prober.die();

            lab.pass(Duration.ofSeconds(4), () -> lab.callAll(true));
            assertThat(lab.states()).containsOnly(State.HALF_OPEN);
            lab.pass(Duration.ofSeconds(3), () -> lab.callAll(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void aProbeThatRunsForLongKeepsItsLease() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            firstProber(lab);
            lab.instances.forEach(instance -> instance.calls = 0);

            lab.pass(Duration.ofSeconds(20), () -> lab.callAll(true));

            assertThat(lab.instances.stream().mapToInt(i -> i.calls).sum()).isZero();
            assertThat(lab.states()).containsOnly(State.HALF_OPEN);
        }

        @Test
        void aProbeThatHangsIsASlowOne() {
            FleetLab lab = new FleetLab(
                    3,
                    builder -> builder.permittedNumberOfCallsInHalfOpenState(1)
                            .slowCallDurationThreshold(Duration.ofSeconds(8)));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            firstProber(lab);

            lab.pass(Duration.ofSeconds(10));

            assertThat(lab.states()).containsOnly(State.OPEN);
            assertThat(lab.get(0).snapshot().view().probes().outcomes().slow()).isEqualTo(1);
        }

        @Test
        void anOutcomeThatComesAfterItsLeaseCountsForNothing() {
            FleetLab lab = new FleetLab(
                    3,
                    builder -> builder.permittedNumberOfCallsInHalfOpenState(2)
                            .slowCallDurationThreshold(Duration.ofSeconds(3))
                            .slowCallRateThreshold(100));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            @Nullable Permit[] hanging = new Permit[1];
            Instance prober = prober(lab, hanging);
            lab.pass(Duration.ofSeconds(4)); // it is slow by now, and its place is free
            lab.pass(SECOND, () -> prober.begin()); // and taken by another probe of the same instance

            Objects.requireNonNull(hanging[0]).failure(new IllegalStateException("late"));
            lab.pass(SECOND);

            assertThat(lab.get(0).snapshot().view().probes().outcomes().failed())
                    .isZero();
        }

        @Test
        void aProbeThatHangsDoesNotKeepOthersOutForEver() {
            FleetLab lab = new FleetLab(
                    3,
                    builder -> builder.countSlowCallsInFlight(false).slowCallDurationThreshold(Duration.ofSeconds(3)));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            prober(lab, new Permit[1]);

            lab.pass(Duration.ofSeconds(12), () -> lab.callAll(true)); // its time, and that of its lease

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.get(0).snapshot().view().probes().outcomes().slow()).isEqualTo(1);
        }

        @Test
        void probesThatAllTakeTooLongOpenItAgain() {
            FleetLab lab = new FleetLab(
                    3, builder -> builder.countSlowCallsInFlight(false).slowCallDurationThreshold(SECOND));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(Duration.ofSeconds(20), () -> lab.instances.forEach(Instance::begin)); // which hang for ever

            assertThat(lab.get(0).snapshot().view().state().openings()).isGreaterThan(1);
        }

        @Test
        void aProbeThatIsIgnoredGivesItsPlaceToAnother() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            @Nullable Permit[] probe = new Permit[1];
            prober(lab, probe);
            Objects.requireNonNull(probe[0]).release();

            lab.pass(SECOND.multipliedBy(2), () -> lab.callAll(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void callsThatComeSeldomCloseItToo() {
            FleetLab lab = FleetLab.of(5);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);

            for (int i = 0; i < 15; i++) {
                lab.pass(Duration.ofSeconds(10));
                lab.callAll(true);
            }

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void aLeaseThatNoCallUsesIsGivenBack() {
            FleetLab lab = FleetLab.of(2);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.get(0).call(true); // is refused, and asks for a lease
            lab.pass(SECOND);
            assertThat(lab.get(0).snapshot().view().probes().holder()).isEqualTo("i0");

            lab.pass(Duration.ofSeconds(3), () -> lab.get(1).call(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        private Instance firstProber(FleetLab lab) {
            return prober(lab, new Permit[1]);
        }

        private Instance prober(FleetLab lab, @Nullable Permit[] permit) {
            for (int i = 0; i < 100; i++) {
                for (Instance instance : lab.instances) {
                    permit[0] = instance.begin();
                    if (permit[0] != null) {
                        return instance;
                    }
                }
                lab.pass(FleetLab.STEP);
            }
            throw new AssertionError("nobody may probe");
        }
    }

    @Nested
    class WithoutTheStore {

        @Test
        void eachDecidesAloneWithWarmNumbers() {
            FleetLab lab = FleetLab.of(3);
            for (int i = 0; i < 19; i++) {
                lab.callAll(true);
                lab.pass(Duration.ofMillis(100));
            }
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(5));
            assertThat(lab.get(0).snapshot().attached()).isFalse();
            assertThat(lab.get(0).snapshot().failure()).isEqualTo("IllegalStateException: connection refused");

            for (int i = 0; i < 19; i++) {
                lab.get(0).call(false);
            }

            assertThat(lab.get(0).state()).isEqualTo(State.OPEN);
            assertThat(lab.get(1).state()).isEqualTo(State.CLOSED);
        }

        @Test
        void aStoreThatHangsIsAsGoodAsNone() {
            FleetLab lab = FleetLab.of(2);
            lab.store.hangs = true;

            lab.pass(Duration.ofSeconds(8));

            assertThat(lab.get(0).snapshot().attached()).isFalse();
            assertThat(lab.get(0).snapshot().failure()).isEqualTo("no answer within 100 ms");
        }

        @Test
        void theyTakePartAgainByThemselves() {
            FleetLab lab = FleetLab.of(2);
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(60));
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(10));

            assertThat(lab.get(0).snapshot().attached()).isTrue();
            assertThat(lab.get(0).snapshot().detachedDuration())
                    .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70));
        }

        @Test
        void theStoreIsAskedSeldomWhileItFails() {
            FleetLab lab = FleetLab.of(1);
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(10));
            lab.store.exchanges = 0;

            lab.pass(Duration.ofSeconds(100));

            assertThat(lab.store.exchanges).isBetween(10, 60);
        }

        @Test
        void anOpenFleetProbesAloneAtItsDeadlineButWithFewerProbes() {
            FleetLab lab = new FleetLab(5, builder -> builder.permittedNumberOfCallsInHalfOpenState(10));
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.instances.forEach(instance -> instance.calls = 0);

            lab.pass(SECOND, () -> lab.instances.forEach(Instance::begin));

            assertThat(lab.states()).containsOnly(State.HALF_OPEN);
            assertThat(lab.instances).allMatch(instance -> instance.calls == 2);
        }

        @Test
        void theStoreMayDieInTheMiddleOfAProbe() {
            FleetLab lab = new FleetLab(1, builder -> builder.permittedNumberOfCallsInHalfOpenState(2));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            @Nullable Permit[] probe = new Permit[1];
            lab.pass(SECOND, () -> probe[0] = probe[0] == null ? lab.get(0).begin() : probe[0]);
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(10));

            Objects.requireNonNull(probe[0]).success();
            assertThat(lab.get(0).state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.get(0).call(true)).isTrue();

            assertThat(lab.get(0).state()).isEqualTo(State.CLOSED);
        }

        @Test
        void whoHasRecoveredAloneForLongClosesTheFleetWhenItIsBack() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(Duration.ofSeconds(40), () -> lab.get(0).call(true));
            assertThat(lab.get(0).state()).isEqualTo(State.CLOSED);
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(10));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void whoHasOpenedAndRecoveredAloneClosesTheFleetToo() {
            FleetLab lab = FleetLab.of(2);
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(Duration.ofSeconds(20), () -> lab.callAll(true)); // some calls come back
            lab.open();
            assertThat(lab.states()).containsOnly(State.OPEN);
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND, () -> lab.callAll(true));
            assertThat(lab.states()).containsOnly(State.CLOSED);
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(40), () -> lab.callAll(true));

            assertThat(lab.get(0).snapshot().view().state().phase()).isEqualTo(FleetPhase.CLOSED);
        }

        @Test
        void whoIsHalfOpenedByHandWhileTheFleetCanBeHeardClosesNoOther() {
            FleetLab lab = new FleetLab(
                    3, builder -> builder.enableExponentialBackoff(true).exponentialBackoffMultiplier(10));
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT.plusSeconds(2), () -> lab.callAll(false)); // it opens again, for long
            assertThat(lab.states()).containsOnly(State.OPEN);
            lab.get(0).breaker.halfOpen();

            lab.pass(Duration.ofSeconds(40), () -> lab.get(0).call(true));

            assertThat(lab.states()).containsExactly(State.CLOSED, State.OPEN, State.OPEN);
        }

        @Test
        void withoutARampNoLuckyProbeClosesTheFleetEither() {
            FleetLab lab = new FleetLab(
                    3, builder -> builder.recoveryRampDuration(Duration.ZERO).permittedNumberOfCallsInHalfOpenState(1));
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND, () -> {
                lab.get(0).call(true);
                lab.get(1).call(false);
                lab.get(2).call(false);
            });
            assertThat(lab.states()).containsExactly(State.CLOSED, State.OPEN, State.OPEN);
            lab.store.fails = false;

            lab.pass(FleetLab.OPEN_WAIT);

            assertThat(lab.states()).doesNotContain(State.CLOSED);
        }

        @Test
        void oneLuckyProbeOfOneInstanceDoesNotCloseTheFleet() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND, () -> {
                lab.get(0).call(true);
                lab.get(1).call(false);
                lab.get(2).call(false);
            });
            assertThat(lab.states()).containsExactly(State.CLOSED, State.OPEN, State.OPEN);
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(10));

            assertThat(lab.states()).doesNotContain(State.CLOSED);
        }

        @Test
        void anOpenFleetThatNobodyHasClosedIsProbedTogetherWhenItIsBack() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND, () -> lab.get(0).call(false));
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(25), () -> lab.callAll(true));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void whoWouldProbeAloneDoesNotWhenTheStoreIsBack() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.store.fails = true;
            lab.pass(FleetLab.OPEN_WAIT);
            assertThat(lab.states()).containsOnly(State.HALF_OPEN);
            lab.store.fails = false;
            lab.pass(Duration.ofSeconds(10));
            lab.instances.forEach(instance -> instance.calls = 0);

            lab.pass(SECOND, () -> lab.instances.forEach(Instance::begin));

            assertThat(lab.instances.stream().mapToInt(i -> i.calls).sum()).isEqualTo(1);
        }

        @Test
        void callsDoNotWaitForAThreadOfTheFleetThatHangs() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.time.advance(FleetLab.OPEN_WAIT); // and the fleet's threads do nothing any more

            assertThat(lab.get(0).state()).isEqualTo(State.HALF_OPEN);
            assertThat(lab.get(0).call(true)).isTrue();
            assertThat(lab.get(0).state()).isEqualTo(State.CLOSED);
        }

        @Test
        void aStoreThatLosesItsDataGetsThemBack() {
            FleetLab lab = FleetLab.of(3);
            lab.open();
            lab.store.losesItsData();

            lab.pass(Duration.ofSeconds(3));
            lab.start("late");
            lab.turn();

            assertThat(lab.states()).containsOnly(State.OPEN);
            assertThat(lab.get(0).snapshot().view().state().epoch()).isEqualTo(1);
        }

        @Test
        void answersThatAreLostDoNoHarm() {
            FleetLab lab = FleetLab.of(3);
            lab.store.losesAnswers = true;
            lab.pass(Duration.ofMillis(250), () -> lab.callAll(false));
            lab.store.losesAnswers = false;

            lab.pass(Duration.ofSeconds(2));

            FleetView view = lab.get(0).snapshot().view();
            assertThat(view.fast().calls()).isLessThanOrEqualTo(30);
            assertThat(view.state().epoch()).isEqualTo(1);
        }

        @Test
        void whatSomebodyDecidedEndsInTimeAlsoThen() {
            FleetLab lab = FleetLab.of(2);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofMinutes(1));
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(50));
            assertThat(lab.states()).containsOnly(State.FORCED_OPEN);

            lab.pass(Duration.ofSeconds(11));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void commandsFailAtOnceAndSayWhy() {
            FleetLab lab = FleetLab.of(1);
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(10));

            CompletableFuture<FleetView> answer = lab.get(0).fleet.release("payment");
            lab.turn();

            assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessage("The fleet's store does not answer: IllegalStateException: connection refused");
        }
    }

    private static FleetView overrule(FleetLab lab, Mode mode, Duration duration) {
        CompletableFuture<FleetView> answer =
                lab.get(0).fleet.overrule("payment", mode, "the provider asked for it", "ada", duration);
        lab.turn();
        lab.turn();
        return answer.join();
    }

    @Nested
    class ByHand {

        @Test
        void theWholeFleetRefusesAllCallsAlsoThatOfInstancesThatStartLater() {
            FleetLab lab = FleetLab.of(3);
            FleetView view = overrule(lab, Mode.FORCED_OPEN, Duration.ofHours(1));
            lab.start("late");
            lab.turn();

            assertThat(lab.states()).containsOnly(State.FORCED_OPEN);
            assertThat(view.state().override()).satisfies(override -> {
                assertThat(override.by()).isEqualTo("ada");
                assertThat(override.reason()).isEqualTo("the provider asked for it");
            });
        }

        @Test
        void releasedItDecidesForItselfAgain() {
            FleetLab lab = FleetLab.of(3);
            overrule(lab, Mode.DISABLED, Duration.ofHours(1));
            assertThat(lab.states()).containsOnly(State.DISABLED);

            lab.get(1).fleet.release("payment");
            lab.pass(SECOND.multipliedBy(2));

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isEqualTo(100);
            lab.open();
            assertThat(lab.states()).containsOnly(State.OPEN);
        }

        @Test
        void afterAForcedOpeningCallsComeBackByAndBy() {
            FleetLab lab = FleetLab.of(2);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofSeconds(60));

            lab.pass(Duration.ofSeconds(61));

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isLessThan(20);
        }

        @Test
        void theyDoSoAlsoIfTheFleetHadBeenClosedByHandBefore() {
            FleetLab lab = FleetLab.of(2);
            lab.open();
            lab.get(0).fleet.closeForAll("payment");
            lab.pass(Duration.ofMinutes(1));
            overrule(lab, Mode.FORCED_OPEN, Duration.ofSeconds(60));

            lab.pass(Duration.ofSeconds(61));

            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isLessThan(20);
        }

        @Test
        void anInstanceAloneEndsAForcedOpeningInTheSameWay() {
            FleetLab lab = FleetLab.of(2);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofSeconds(60));
            lab.store.fails = true;

            lab.pass(Duration.ofSeconds(61));

            assertThat(lab.get(0).state()).isEqualTo(State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isLessThan(20);
        }

        @Test
        void anOpenFleetCanBeClosed() {
            FleetLab lab = FleetLab.of(3);
            lab.open();

            lab.get(2).fleet.closeForAll("payment");
            lab.pass(SECOND.multipliedBy(2));

            assertThat(lab.states()).containsOnly(State.CLOSED);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isEqualTo(100);
        }

        @Test
        void whoLeavesDecidesAloneAlsoIfSomebodyHadDecidedForAll() {
            FleetLab lab = FleetLab.of(2);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofHours(1));
            Instance leaving = lab.get(0);

            leaving.fleet.leave(leaving.breaker);
            lab.turn();

            assertThat(leaving.state()).isEqualTo(State.CLOSED);
            leaving.fleet.join(leaving.breaker);
            lab.turn();
            assertThat(leaving.state()).isEqualTo(State.FORCED_OPEN);
        }

        @Test
        void aCommandIsRepeatedUntilTheStoreIsLost() {
            FleetLab lab = FleetLab.of(2);
            lab.store.hangs = true;
            CompletableFuture<FleetView> command =
                    lab.get(0).fleet.overrule("payment", Mode.DISABLED, "drill", "ops", Duration.ofHours(1));
            lab.pass(SECOND);
            assertThat(command).isNotDone();

            lab.store.hangs = false;
            lab.pass(SECOND.multipliedBy(2));

            assertThat(command).isCompleted();
            assertThat(lab.states()).containsOnly(State.DISABLED);

            lab.store.hangs = true;
            CompletableFuture<FleetView> lost = lab.get(0).fleet.release("payment");
            lab.pass(SECOND.multipliedBy(3));
            assertThat(lost).isCompletedExceptionally();
        }

        @Test
        void aCommandThatNobodyWaitsForIsNotRepeated() {
            FleetLab lab = FleetLab.of(2);
            lab.store.losesAnswers = true;
            CompletableFuture<FleetView> command =
                    lab.get(0).fleet.overrule("payment", Mode.FORCED_OPEN, "drill", "ops", Duration.ofHours(1));
            lab.pass(Duration.ofMillis(50));
            command.cancel(false);
            lab.store.losesAnswers = false;
            lab.get(1).fleet.release("payment");

            lab.pass(SECOND.multipliedBy(3));

            assertThat(lab.states()).containsOnly(State.CLOSED);
        }

        @Test
        void afterAForcedOpeningThatEndedWithoutTheStoreCallsComeBackOnce() {
            FleetLab lab = FleetLab.of(2);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofSeconds(60));
            lab.store.fails = true;
            lab.pass(Duration.ofSeconds(100)); // all calls have come back
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isEqualTo(100);
            lab.store.fails = false;

            lab.pass(Duration.ofSeconds(11));

            assertThat(lab.get(0).snapshot().view().state().epoch()).isEqualTo(2);
            assertThat(lab.get(0).breaker.snapshot().admittedShare()).isEqualTo(100);
        }

        @Test
        void theLogSaysWhatEndedADecision() {
            FleetLab lab = FleetLab.of(2);
            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);
            lab.pass(SECOND.multipliedBy(2), () -> lab.callAll(true));
            overrule(lab, Mode.METRICS_ONLY, Duration.ofHours(1));
            lab.get(0).fleet.release("payment");
            lab.pass(SECOND);
            overrule(lab, Mode.FORCED_OPEN, Duration.ofHours(1));
            lab.get(0).fleet.closeForAll("payment");
            lab.pass(SECOND);

            await().untilAsserted(() -> assertThat(lab.get(0).transitions.stream()
                            .filter(transition -> transition.to() == State.CLOSED)
                            .map(transition -> transition.evidence().text()))
                    .hasSize(3)
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("the fleet, the probes succeeded"),
                            second -> assertThat(second).startsWith("the fleet, released"),
                            third -> assertThat(third).startsWith("the fleet, by hand")));
        }

        @Test
        void whoWaitsForAnInstanceThatLeavesIsToldSo() {
            FleetLab lab = FleetLab.of(1);
            Instance leaving = lab.get(0);
            lab.store.hangs = true;
            CompletableFuture<FleetView> underWay = leaving.fleet.release("payment");
            lab.turn();
            CompletableFuture<FleetView> waiting = leaving.fleet.release("payment");
            leaving.fleet.leave(leaving.breaker);
            lab.turn();

            assertThat(underWay).isCompletedExceptionally();
            assertThat(waiting).isCompletedExceptionally();
        }

        @Test
        void reasonsStayOnOneLine() {
            FleetLab lab = FleetLab.of(1);
            CompletableFuture<FleetView> answer =
                    lab.get(0).fleet.overrule("payment", Mode.DISABLED, "a\nb", "c\u0007d", SECOND);
            lab.turn();

            assertThat(answer.join().state().override()).satisfies(override -> {
                assertThat(override.reason()).isEqualTo("a b");
                assertThat(override.by()).isEqualTo("c d");
            });
        }

        @Test
        void whatIsDoneOnOneInstanceHoldsThere() {
            FleetLab lab = FleetLab.of(3);
            lab.get(0).breaker.forceOpen();
            lab.get(1).breaker.disable();

            lab.open();
            lab.pass(FleetLab.OPEN_WAIT);

            assertThat(lab.get(0).state()).isEqualTo(State.FORCED_OPEN);
            assertThat(lab.get(1).state()).isEqualTo(State.DISABLED);
        }

        @Test
        void durationsOutOfRangeAndUnknownBreakersAreRefused() {
            CircuitBreakerFleet fleet = FleetLab.of(1).get(0).fleet;

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fleet.overrule("payment", Mode.DISABLED, "", "", Duration.ofMillis(999)))
                    .withMessage("duration is PT0.999S: must be from 1 s to 366 days");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fleet.overrule("payment", Mode.DISABLED, "", "", Duration.ofDays(367)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fleet.release("payments"))
                    .withMessage("No circuit breaker 'payments' has joined the fleet");
        }
    }

    @Nested
    class Threads {

        @Test
        void theRealThreadJoinsOpensAndCloses() {
            CircuitBreakerConfig config = CircuitBreakerConfig.builder()
                    .fleetEnabled(true)
                    .waitDurationInOpenState(Duration.ofMillis(200))
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .build();
            try (InMemoryFleetStore store = new InMemoryFleetStore();
                    CircuitBreakerFleet fleet = CircuitBreakerFleet.of(store, FleetConfig.ofDefaults());
                    CircuitBreakerFleet other = CircuitBreakerFleet.of(store, FleetConfig.ofDefaults())) {
                CircuitBreaker mine = CircuitBreaker.of("payment", config);
                CircuitBreaker theirs = CircuitBreaker.of("payment", config);
                CompletableFuture.allOf(fleet.join(mine), other.join(theirs)).join();

                for (int i = 0; i < 10; i++) {
                    fail(mine);
                    fail(theirs);
                }
                await().until(() -> mine.snapshot().cause() == TransitionCause.FLEET
                        && theirs.snapshot().cause() == TransitionCause.FLEET);
                await().until(() -> {
                    Permit permit = mine.tryAcquire();
                    if (permit != null) {
                        permit.success();
                    }
                    return theirs.state() == State.CLOSED;
                });

                fleet.leave(mine);
                await().until(() -> fleet.snapshot("payment").isEmpty());
            }
        }

        private void fail(CircuitBreaker breaker) {
            Permit permit = breaker.tryAcquire();
            if (permit != null) {
                permit.failure(new IllegalStateException());
            }
        }

        @Test
        void twoBreakersOfOneNameCannotJoin() {
            try (CircuitBreakerFleet fleet =
                    CircuitBreakerFleet.of(new InMemoryFleetStore(), FleetConfig.ofDefaults())) {
                CircuitBreaker breaker = CircuitBreaker.of("payment", CircuitBreakerConfig.ofDefaults());
                fleet.join(breaker);
                fleet.join(breaker);

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> fleet.join(CircuitBreaker.of("payment", CircuitBreakerConfig.ofDefaults())))
                        .withMessage("Another circuit breaker 'payment' has joined the fleet");
            }
        }
    }
}
