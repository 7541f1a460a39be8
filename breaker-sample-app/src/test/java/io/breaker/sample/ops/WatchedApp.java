package io.breaker.sample.ops;

import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.sample.Api;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

/**
 * The whole application, started once for all tests here: payment is in a fleet, and there is traffic on every policy,
 * those that the application itself does not use included.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "breaker.circuitbreaker.configs.default.wait-duration-in-open-state=1s",
            "breaker.circuitbreaker.instances.payment.minimum-number-of-calls=5",
            "breaker.fleet.sync-interval=100ms",
            "breaker.bulkhead.instances.mail.max-concurrent-calls=1",
            "breaker.ratelimiter.instances.mail.limit-for-period=1",
            "management.statsd.metrics.export.enabled=false",
            "order.settle-interval=100ms"
        })
@ActiveProfiles("fleet")
abstract class WatchedApp {

    @Autowired
    private BulkheadRegistry bulkheads;

    @Autowired
    private ThreadPoolBulkheadRegistry pools;

    @Autowired
    private RateLimiterRegistry rateLimiters;

    @Autowired
    private TimeLimiterRegistry timeLimiters;

    @Value("${local.server.port}")
    int port;

    Api api;
    private Traffic traffic;

    @BeforeEach
    void allIsWell() {
        api = new Api(port);
        mend();
        traffic = new Traffic(
                api,
                bulkheads.bulkhead("mail"),
                pools.threadPoolBulkhead("mail"),
                rateLimiters.rateLimiter("mail"),
                timeLimiters.timeLimiter("mail"));
    }

    @AfterEach
    void end() {
        traffic.close();
        mend();
    }

    private void mend() {
        api.heal();
        api.updateBreaker("redis", "CLOSE");
        api.updateBreaker("payment", "CLOSE");
        eventually().until(() -> api.get("/stocks/1/1").field("servedBy").equals("redis"));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
