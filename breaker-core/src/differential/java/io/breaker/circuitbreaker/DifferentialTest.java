package io.breaker.circuitbreaker;

import org.junit.jupiter.api.Test;

/** Breaker does what Resilience4j does, except by the rules of {@link Differences}, on random schedules. */
class DifferentialTest {

    @Test
    void behavesLikeResilience4jExceptByRule() {
        Proof.check(
                "DifferentialTest.behavesLikeResilience4jExceptByRule",
                Proof.runs(500),
                random -> Differences.inCommon(Setup.random(random)),
                false,
                Twins::run);
    }
}
