package io.breaker.circuitbreaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A call is refused for want of a lease while the fleet's thread looks whether one is wanted, and asks for it. */
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "asked for now, or noted for the next look")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a wish that is lost")
@State
public class ProbeWantedAgainstAsked {

    private final FleetGate gate = new FleetGate(() -> {}, 1);

    @Actor
    public void call() {
        gate.wantProbe();
    }

    @Actor
    public void fleet(ZZ_Result result) {
        if (gate.isProbeWanted()) {
            gate.askedForProbe();
            result.r1 = true;
        }
    }

    @Arbiter
    public void look(ZZ_Result result) {
        result.r2 = gate.isProbeWanted();
    }
}
