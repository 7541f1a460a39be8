package io.breaker.circuitbreaker;

import org.junit.jupiter.api.Test;

/** The breaker does what {@link Model} does, on random schedules. */
class ModelTest {

    @Test
    void behavesLikeAListOfCalls() {
        Proof.check("ModelTest.behavesLikeAListOfCalls", Proof.runs(600), Setup::random, true, ModelRun::run);
    }
}
