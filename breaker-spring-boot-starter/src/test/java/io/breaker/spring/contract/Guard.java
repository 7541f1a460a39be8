package io.breaker.spring.contract;

import io.breaker.Permit;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import io.breaker.bulkhead.ThreadPoolBulkheadConfig;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.ratelimiter.RateLimiterConfig;
import io.breaker.ratelimiter.RateLimiterRegistry;
import io.breaker.ratelimiter.RequestNotPermittedException;
import io.breaker.retry.RetryRegistry;
import io.breaker.spring.contract.ReturnTypesTest.Case;
import io.breaker.timelimiter.TimeLimiterConfig;
import io.breaker.timelimiter.TimeLimiterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContext;

/** One policy in the contract: the beans that it guards, its counts, and what must come out of each case. */
enum Guard {
    RETRY(
            "Retry, 3 attempts",
            Calls.Retried.class,
            Calls.RetriedRefused.class,
            Calls.RetriedTimed.class,
            Map.of(
                    Case.SUCCESS, "value; successful without retry",
                    Case.FAILURE, "IOException, 3 calls; failed with retry",
                    Case.THROW, "IllegalStateException, 3 calls; failed with retry",
                    Case.CANCEL, "cancelled; failed without retry",
                    Case.REJECT, "CallNotPermittedException, 0 calls; failed without retry",
                    Case.TIMEOUT, "TimeoutException, 3 calls; failed with retry")) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(RetryRegistry.class).retry("guard").snapshot();
            return ordered(
                    "successful without retry", now.successfulWithoutRetry(),
                    "successful with retry", now.successfulWithRetry(),
                    "failed without retry", now.failedWithoutRetry(),
                    "failed with retry", now.failedWithRetry());
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            var breaker = context.getBean(CircuitBreakerRegistry.class).circuitBreaker("refusing");
            breaker.forceOpen();
            return breaker::close;
        }
    },
    CIRCUIT_BREAKER(
            "CircuitBreaker",
            Calls.Broken.class,
            Calls.Broken.class,
            Calls.BrokenTimed.class,
            Map.of(
                    Case.SUCCESS, "value; successful",
                    Case.FAILURE, "IOException; failed",
                    Case.THROW, "IllegalStateException; failed",
                    Case.CANCEL, "cancelled; nothing counted",
                    Case.REJECT, "CallNotPermittedException, 0 calls; not permitted",
                    Case.TIMEOUT, "TimeoutException; failed")) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("guard")
                    .snapshot();
            return ordered(
                    "successful",
                    (long) now.bufferedCalls() - now.failedCalls(),
                    "failed",
                    (long) now.failedCalls(),
                    "not permitted",
                    now.notPermittedCalls(),
                    "still running",
                    (long) now.callsInFlight());
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            var breaker = context.getBean(CircuitBreakerRegistry.class).circuitBreaker("guard");
            breaker.forceOpen();
            return () -> {};
        }

        @Override
        void prepare(ApplicationContext context) {
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("guard")
                    .reset();
        }
    },
    RATE_LIMITER(
            "RateLimiter",
            Calls.Limited.class,
            Calls.Limited.class,
            Calls.LimitedTimed.class,
            Map.of(
                    Case.SUCCESS, "value; permit used",
                    Case.FAILURE, "IOException; permit used",
                    Case.THROW, "IllegalStateException; permit used",
                    Case.CANCEL, "cancelled; permit used",
                    Case.REJECT, "RequestNotPermittedException, 0 calls; rejected",
                    Case.TIMEOUT, "TimeoutException; permit used")) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(RateLimiterRegistry.class)
                    .rateLimiter("guard")
                    .snapshot();
            return ordered("permit used", (long) -now.availablePermissions(), "rejected", now.rejectedCalls());
        }

        @Override
        void prepare(ApplicationContext context) {
            context.getBean(RateLimiterRegistry.class)
                    .rateLimiter("guard")
                    .reconfigure(RateLimiterConfig.builder()
                            .limitForPeriod(1_000)
                            .limitRefreshPeriod(Duration.ofDays(1_000))
                            .build());
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            var limiter = context.getBean(RateLimiterRegistry.class).rateLimiter("guard");
            limiter.reconfigure(RateLimiterConfig.builder()
                    .limitForPeriod(1)
                    .limitRefreshPeriod(Duration.ofDays(1))
                    .build());
            try {
                while (true) {
                    limiter.acquire();
                }
            } catch (RequestNotPermittedException none) {
                return () -> {};
            }
        }
    },
    TIME_LIMITER(
            "TimeLimiter",
            Calls.Timed.class,
            Calls.TimedRefused.class,
            Calls.Timed.class,
            Map.of(
                    Case.SUCCESS, "value; successful",
                    Case.FAILURE, "IOException; failed",
                    Case.THROW, "IllegalStateException; failed",
                    Case.CANCEL, "cancelled; failed",
                    Case.REJECT, "BulkheadFullException, 0 calls; failed",
                    Case.TIMEOUT, "TimeoutException; timed out")) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(TimeLimiterRegistry.class)
                    .timeLimiter("guard")
                    .snapshot();
            return ordered(
                    "successful", now.successfulCalls(), "failed", now.failedCalls(), "timed out", now.timedOutCalls());
        }

        @Override
        void prepare(ApplicationContext context) {
            shorten(context, Duration.ofMinutes(1));
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            return fill(context, "refusing");
        }
    },
    BULKHEAD("Bulkhead", Calls.Held.class, Calls.Held.class, Calls.HeldTimed.class, held()) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(BulkheadRegistry.class).bulkhead("guard").snapshot();
            return ordered(
                    "permits missing",
                    (long) now.maxAllowedConcurrentCalls() - now.availableConcurrentCalls(),
                    "rejected",
                    now.rejectedCalls());
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            return fill(context, "guard");
        }
    },
    THREAD_POOL("Bulkhead, THREAD_POOL", Calls.Pooled.class, Calls.Pooled.class, Calls.PooledTimed.class, held()) {
        @Override
        Map<String, Long> counts(ApplicationContext context) {
            var now = context.getBean(ThreadPoolBulkheadRegistry.class)
                    .threadPoolBulkhead("guard")
                    .snapshot();
            return ordered("permits missing", (long) now.runningCalls(), "rejected", now.rejectedCalls());
        }

        @Override
        void prepare(ApplicationContext context) {
            context.getBean(ThreadPoolBulkheadRegistry.class)
                    .threadPoolBulkhead("guard")
                    .reconfigure(ThreadPoolBulkheadConfig.builder()
                            .maxThreadPoolSize(1)
                            .coreThreadPoolSize(1)
                            .queueCapacity(0)
                            .build());
        }

        @Override
        Runnable refuse(ApplicationContext context) {
            CompletableFuture<String> running = new CompletableFuture<>();
            var pool = context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("guard");
            CompletableFuture<String> call = pool.callAsync(() -> running);
            return () -> {
                running.complete("done");
                call.join();
            };
        }

        @Override
        boolean guards(ReturnType type) {
            return !type.isPublisher();
        }
    };

    final String title;
    private final Class<? extends Calls> bean;
    private final Class<? extends Calls> refused;
    private final Class<? extends Calls> timed;

    @SuppressWarnings("ImmutableEnumChecker") // it cannot be changed
    private final Map<Case, String> expected;

    Guard(
            String title,
            Class<? extends Calls> bean,
            Class<? extends Calls> refused,
            Class<? extends Calls> timed,
            Map<Case, String> expected) {
        this.title = title;
        this.bean = bean;
        this.refused = refused;
        this.timed = timed;
        this.expected = expected;
    }

    private static Map<Case, String> held() {
        return Map.of(
                Case.SUCCESS, "value; nothing counted",
                Case.FAILURE, "IOException; nothing counted",
                Case.THROW, "IllegalStateException; nothing counted",
                Case.CANCEL, "cancelled; nothing counted",
                Case.REJECT, "BulkheadFullException, 0 calls; rejected",
                Case.TIMEOUT, "TimeoutException; nothing counted");
    }

    private static Runnable fill(ApplicationContext context, String name) {
        var bulkhead = context.getBean(BulkheadRegistry.class).bulkhead(name);
        bulkhead.reconfigure(BulkheadConfig.builder().maxConcurrentCalls(1).build());
        Permit permit = bulkhead.acquire();
        return permit::release;
    }

    private static Map<String, Long> ordered(Object... namesAndCounts) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            counts.put((String) namesAndCounts[i], (Long) namesAndCounts[i + 1]);
        }
        return counts;
    }

    abstract Map<String, Long> counts(ApplicationContext context);

    /** Has the policy, or one further in where it refuses nothing itself, refuse calls, until the result is run. */
    abstract Runnable refuse(ApplicationContext context);

    void prepare(ApplicationContext context) {}

    void shorten(ApplicationContext context, Duration time) {
        String limiter = timed == bean ? "guard" : "short";
        context.getBean(TimeLimiterRegistry.class)
                .timeLimiter(limiter)
                .reconfigure(TimeLimiterConfig.builder().timeoutDuration(time).build());
    }

    boolean guards(ReturnType type) {
        return true;
    }

    String expected(Case what) {
        return java.util.Objects.requireNonNull(expected.get(what));
    }

    Class<? extends Calls> bean(Case what) {
        return switch (what) {
            case REJECT -> refused;
            case TIMEOUT -> timed;
            default -> bean;
        };
    }
}
