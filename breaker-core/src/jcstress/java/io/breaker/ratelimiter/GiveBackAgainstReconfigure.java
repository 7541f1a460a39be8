package io.breaker.ratelimiter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.breaker.Permit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Three permits, one an hour, are taken and one is waited for; that wait is given up while there come to be one a second:
 * how many are there then, and after how many seconds is there one.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "what was waited for is back")
@Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "it went back to the old ones and comes back with time")
@Outcome(expect = FORBIDDEN, desc = "an hour was given back in the new scale: a burst")
@State
public class GiveBackAgainstReconfigure {

    private static final RateLimiterConfig SLOW = RateLimiterConfig.builder()
            .limitForPeriod(3)
            .limitRefreshPeriod(Duration.ofHours(3))
            .timeoutDuration(Duration.ofHours(1))
            .build();
    private static final RateLimiterConfig FAST = RateLimiterConfig.builder()
            .limitForPeriod(3)
            .limitRefreshPeriod(Duration.ofSeconds(3))
            .build();

    private final RateLimiter limiter =
            new RateLimiter("race", SLOW, () -> 0, (delay, task) -> new CompletableFuture<>(), nanos -> {});
    private final CompletableFuture<? extends Permit> waiting;

    public GiveBackAgainstReconfigure() {
        limiter.taking(3).acquire();
        waiting = limiter.acquireAsync();
    }

    @Actor
    public void giveUp() {
        waiting.cancel(false);
    }

    @Actor
    public void reconfigure() {
        limiter.reconfigure(FAST);
    }

    @Arbiter
    public void look(IJ_Result result) {
        result.r1 = limiter.snapshot().availablePermissions();
        try {
            limiter.acquire();
        } catch (RequestNotPermittedException refused) {
            result.r2 = refused.retryAfter().toSeconds();
        }
    }
}
