package io.breaker.ratelimiter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A call takes one of two permits, one an hour, while there come to be a thousand a second: how many are there then. */
@JCStressTest
@Outcome(id = "999", expect = ACCEPTABLE, desc = "the one that was taken is missing")
@Outcome(id = "1000", expect = ACCEPTABLE, desc = "it was taken at the very moment of the change")
@Outcome(expect = FORBIDDEN, desc = "it was paid at the old price in the new scale")
@State
public class TakeAgainstReconfigure {

    private static final RateLimiterConfig SLOW = RateLimiterConfig.builder()
            .limitForPeriod(2)
            .limitRefreshPeriod(Duration.ofHours(2))
            .build();
    private static final RateLimiterConfig FAST = RateLimiterConfig.builder()
            .limitForPeriod(1_000)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .build();

    private final RateLimiter limiter =
            new RateLimiter("race", SLOW, () -> 0, (delay, task) -> new CompletableFuture<>(), nanos -> {});

    @Actor
    public void take() {
        limiter.acquire();
    }

    @Actor
    public void reconfigure() {
        limiter.reconfigure(FAST);
    }

    @Arbiter
    public void look(I_Result result) {
        result.r1 = limiter.snapshot().availablePermissions();
    }
}
