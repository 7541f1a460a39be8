package io.breaker.benchmarks;

import static io.breaker.benchmarks.peers.LimitSide.*;
import static io.breaker.benchmarks.peers.Side.*;

import io.breaker.benchmarks.calls.ClosedFailure;
import io.breaker.benchmarks.calls.ClosedSuccess;
import io.breaker.benchmarks.calls.FleetCalls;
import io.breaker.benchmarks.calls.Floor;
import io.breaker.benchmarks.calls.LimitedRefusal;
import io.breaker.benchmarks.calls.LimitedSuccess;
import io.breaker.benchmarks.calls.Rejected;
import io.breaker.benchmarks.calls.RetriedSuccess;
import io.breaker.benchmarks.fleet.PathSide;
import io.breaker.benchmarks.peers.LimitSide;
import io.breaker.benchmarks.peers.Side;
import io.breaker.benchmarks.report.Case;
import io.breaker.benchmarks.report.Case.Callers;
import io.breaker.benchmarks.report.Case.Role;
import io.breaker.benchmarks.report.Scenario;
import io.breaker.benchmarks.spring.AnnotatedCalls;
import io.breaker.benchmarks.spring.Hosting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is measured, in the order of the tables. The short plan leaves out who is known to be slow where many threads call. */
final class Plan {

    private static final int VIRTUAL_THREADS_SINCE = 21;
    private static final Set<Side> ALL = EnumSet.complementOf(EnumSet.of(RESILIENCE4J_STACK_TRACE));
    private static final Set<Side> QUICK = EnumSet.range(BREAKER_COUNT, RESILIENCE4J_TIME_LOCK_FREE);
    private static final Set<Side> PRECISE =
            without(ALL, BREAKER_COUNT_COARSE, BREAKER_TIME_COARSE, RESILIENCE4J_COUNT_COARSE);
    private static final Set<Side> ONE_EACH =
            EnumSet.of(BREAKER_COUNT, RESILIENCE4J_COUNT, FAILSAFE_COUNT, SMALLRYE, SENTINEL, HYSTRIX);
    private static final Set<Side> WITH_RETRY = without(ONE_EACH, SENTINEL, HYSTRIX);

    private final List<Case> cases = new ArrayList<>();

    private Plan() {}

    /** {@return what a run measures on this Java} */
    static List<Case> of(boolean full) {
        Plan plan = new Plan();
        plan.floors();
        plan.calls(full);
        plan.limits(full);
        plan.fleets(full);
        plan.beans(full);
        return plan.cases;
    }

    private static Set<Side> without(Set<Side> sides, Side... out) {
        Set<Side> rest = EnumSet.copyOf(sides);
        rest.removeAll(Arrays.asList(out));
        return rest;
    }

    private void floors() {
        floor("a bare call", "bareCall", 1);
        floor("two clock readings", "twoClockReadings", 1);
        floor("one compare-and-set", "compareAndSet", 1);
        floor("one compare-and-set", "compareAndSet", 2);
        for (int threads : new int[] {1, 2}) {
            floor("a shared number up and down", "upAndDown", threads);
            floor("a clock reading and an addition to a shared number", "clockReadingAndAddition", threads);
        }
    }

    private void calls(boolean full) {
        Set<Side> many = full ? ALL : QUICK;
        Class<?> closed = ClosedSuccess.class;
        sides(Scenario.CLOSED_SUCCESS, closed, "call", ALL, Callers.platform(1));
        sides(Scenario.CLOSED_SUCCESS, closed, "call", many, Callers.platform(2));
        sides(Scenario.CLOSED_SUCCESS, closed, "call", many, Callers.platform(8));
        if (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) {
            sides(Scenario.CLOSED_SUCCESS, closed, "call", many, new Callers(16, true));
        }
        sides(Scenario.CLOSED_FAILURE, ClosedFailure.class, "call", full ? PRECISE : ONE_EACH, Callers.platform(1));
        Set<Side> rejecting = EnumSet.copyOf(ONE_EACH);
        rejecting.add(RESILIENCE4J_STACK_TRACE);
        Set<Side> asking = EnumSet.of(BREAKER_COUNT, RESILIENCE4J_COUNT, FAILSAFE_COUNT, SENTINEL);
        sides(Scenario.REJECTED, Rejected.class, "call", rejecting, Callers.platform(1));
        sides(Scenario.TRY_ACQUIRE, Rejected.class, "tryAcquire", asking, Callers.platform(1));
        for (int threads : full ? new int[] {1, 2} : new int[] {1}) {
            Callers callers = Callers.platform(threads);
            sides(Scenario.RETRY, RetriedSuccess.class, "retry", WITH_RETRY, callers);
            sides(Scenario.RETRY_BREAKER, RetriedSuccess.class, "retryAroundBreaker", WITH_RETRY, callers);
        }
    }

    private void limits(boolean full) {
        for (int threads : new int[] {1, 2}) {
            boolean all = full || threads == 1;
            LimitSide lastBulkhead = all ? SENTINEL_BULKHEAD : RESILIENCE4J_BULKHEAD;
            LimitSide lastRate = all ? SENTINEL_RATE : RESILIENCE4J_RATE_SCHEDULED;
            Callers callers = Callers.platform(threads);
            limits(Scenario.BULKHEAD, LimitedSuccess.class, EnumSet.range(BREAKER_BULKHEAD, lastBulkhead), callers);
            limits(Scenario.RATE_LIMITER, LimitedSuccess.class, EnumSet.range(BREAKER_RATE, lastRate), callers);
        }
        Callers one = Callers.platform(1);
        Class<?> refusal = LimitedRefusal.class;
        limits(Scenario.BULKHEAD_FULL, refusal, EnumSet.range(BREAKER_BULKHEAD, RESILIENCE4J_BULKHEAD), one);
        limits(Scenario.RATE_LIMITER_EXHAUSTED, refusal, EnumSet.range(BREAKER_RATE, RESILIENCE4J_RATE_SCHEDULED), one);
    }

    private void limits(Scenario scenario, Class<?> benchmark, Set<LimitSide> sides, Callers callers) {
        for (LimitSide side : sides) {
            String parameter = "side=" + side.name();
            cases.add(new Case(scenario, side.title(), role(side), name(benchmark, "call"), parameter, callers));
        }
    }

    private static Role role(LimitSide side) {
        if (side == RESILIENCE4J_RATE_SCHEDULED) {
            return Role.ODD_PEER;
        }
        return side.name().startsWith("BREAKER") ? Role.OURS : Role.PEER;
    }

    private void fleets(boolean full) {
        for (PathSide side :
                full ? EnumSet.allOf(PathSide.class) : EnumSet.range(PathSide.LOCAL_FAST, PathSide.FLEET)) {
            fleet(Scenario.FLEET_CLOSED, "closed", side);
            fleet(Scenario.FLEET_OPEN, "open", side);
            fleet(Scenario.FLEET_HALF_OPEN, "halfOpen", side);
        }
    }

    /** A fleet has the fast window by default: what it costs is no cost of the fleet. */
    private void fleet(Scenario scenario, String method, PathSide side) {
        Role role = switch (side) {
            case LOCAL_FAST -> Role.PEER;
            case LOCAL -> Role.ODD_PEER;
            default -> Role.OURS;
        };
        String benchmark = name(FleetCalls.class, method);
        cases.add(new Case(scenario, side.title(), role, benchmark, "side=" + side.name(), Callers.platform(1)));
    }

    private void beans(boolean full) {
        for (int threads : full ? new int[] {1, 2} : new int[] {1}) {
            bean(Scenario.ANNOTATED, "breaker", Hosting.INTERCEPTOR, threads);
            bean(Scenario.ANNOTATED, "breaker", threads);
            bean(Scenario.ANNOTATED_FALLBACK, "breakerWithFallback", threads);
            bean(Scenario.ANNOTATED_RETRY, "retryAroundBreaker", threads);
            bean(Scenario.ANNOTATED_REJECTED, "fallbackAfterRejection", threads);
        }
    }

    private void floor(String title, String method, int threads) {
        Callers callers = Callers.platform(threads);
        cases.add(new Case(Scenario.FLOOR, title, Role.FLOOR, name(Floor.class, method), "", callers));
    }

    private void sides(Scenario scenario, Class<?> benchmark, String method, Set<Side> sides, Callers callers) {
        for (Side side : sides) {
            cases.add(new Case(
                    scenario, side.title(), role(side), name(benchmark, method), "side=" + side.name(), callers));
        }
    }

    private static Role role(Side side) {
        if (side == RESILIENCE4J_COUNT_COARSE) {
            return Role.ODD_PEER;
        }
        return side.name().startsWith("BREAKER") ? Role.OURS : Role.PEER;
    }

    private void bean(Scenario scenario, String method, int threads) {
        bean(scenario, method, Hosting.BREAKER, threads);
        bean(scenario, method, Hosting.RESILIENCE4J, threads);
    }

    private void bean(Scenario scenario, String method, Hosting hosting, int threads) {
        Role role = switch (hosting) {
            case BREAKER -> Role.OURS;
            case RESILIENCE4J -> Role.PEER;
            case INTERCEPTOR -> Role.FLOOR;
        };
        String parameter = "hosting=" + hosting.name();
        String benchmark = name(AnnotatedCalls.class, method);
        cases.add(new Case(scenario, hosting.title(), role, benchmark, parameter, Callers.platform(threads)));
    }

    private static String name(Class<?> benchmark, String method) {
        return benchmark.getName() + "." + method;
    }
}
