package io.breaker.circuitbreaker;

import io.breaker.circuitbreaker.CircuitBreaker.State;
import io.breaker.fleet.FleetCause;
import io.breaker.fleet.FleetOverride;
import io.breaker.fleet.FleetState;
import io.breaker.fleet.FleetTally;
import io.breaker.fleet.FleetView;
import java.util.Locale;

/** What a fleet's decisions rest on, in words for the log. */
final class FleetWords {

    private FleetWords() {}

    /**
     * Says why a breaker leaves a state.
     *
     * @param from the state
     */
    static String of(FleetView view, State from) {
        FleetState state = view.state();
        FleetOverride override = state.override();
        if (override != null) {
            return "the fleet, by " + override.by() + ": " + override.reason();
        }
        FleetCause cause = state.cause();
        String why = cause == null || (isByHand(from) && cause != FleetCause.MANUAL)
                ? "released"
                : switch (cause) {
                    case FAILURE_RATE, SLOW_CALL_RATE -> calls(view.window());
                    case FAST_WINDOW -> "of the last moments' " + calls(view.fast());
                    case INSTANCES_OPEN -> "most instances had opened";
                    case WAIT_ELAPSED -> "the open wait is over";
                    case PROBES_FAILED ->
                        "of the probes' " + calls(view.probes().outcomes());
                    case PROBES_SUCCEEDED -> "the probes succeeded";
                    case HALF_OPEN_TIMEOUT -> "half-open for too long";
                    case MANUAL -> "by hand";
                    case RELEASED -> "released";
                };
        return "the fleet, " + why + "; epoch " + state.epoch() + ", " + view.instances() + " instances";
    }

    private static boolean isByHand(State state) {
        return state == State.FORCED_OPEN || state == State.DISABLED || state == State.METRICS_ONLY;
    }

    private static String calls(FleetTally tally) {
        return String.format(Locale.ROOT, "%d calls %d failed, %d slow", tally.calls(), tally.failed(), tally.slow());
    }
}
