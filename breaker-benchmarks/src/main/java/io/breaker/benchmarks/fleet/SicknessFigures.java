package io.breaker.benchmarks.fleet;

import io.breaker.benchmarks.fleet.History.Call;
import java.util.List;

/**
 * What one sick instance, the first, did to the others while it was sick.
 *
 * @param refusedPercent how many percent of the others' calls were refused
 * @param others how many calls the others wanted
 * @param sickRefusedPercent how many percent of the sick one's own calls were refused
 */
record SicknessFigures(double refusedPercent, double others, double sickRefusedPercent) {

    static SicknessFigures of(History history) {
        List<Call> all = history.calls().stream()
                .filter(call -> history.timeline().isBroken(call.began()))
                .toList();
        List<Call> others = all.stream().filter(call -> call.instance() != 0).toList();
        List<Call> sick = all.stream().filter(call -> call.instance() == 0).toList();
        return new SicknessFigures(refusedPercent(others), others.size(), refusedPercent(sick));
    }

    private static double refusedPercent(List<Call> calls) {
        return 100.0 * calls.stream().filter(call -> !call.admitted()).count() / calls.size();
    }
}
