package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@SuppressWarnings("unused") // fallbacks are called by name
class AspectOrderTest {

    static class Failing {
        @Retry(name = "order", fallbackMethod = "answer")
        @CircuitBreaker(name = "order")
        String run() {
            throw new IllegalStateException();
        }

        String answer(Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    /** Between the breaker and the retry, unless a property moves those. */
    @Aspect
    @Order(Ordered.LOWEST_PRECEDENCE - 4 - 1)
    static class Counting {
        final AtomicInteger seen = new AtomicInteger();

        @Around("execution(* io.breaker.spring.aop.AspectOrderTest.Failing.run())")
        Object count(ProceedingJoinPoint point) throws Throwable {
            seen.incrementAndGet();
            return point.proceed();
        }
    }

    private static void assertSeen(int calls, String... properties) {
        AopTestConfiguration.context(Failing.class, Counting.class)
                .withPropertyValues(properties)
                .run(context -> {
                    assertThat(context.getBean(Failing.class).run()).isEqualTo("IllegalStateException");
                    assertThat(context.getBean(Counting.class).seen).hasValue(calls);
                });
    }

    @Test
    void aspectOrderMovesTheRetryRelativeToAUsersAspect() {
        assertSeen(1, "breaker.retry.aspect-order=" + (Ordered.LOWEST_PRECEDENCE - 4));
        assertSeen(3, "breaker.retry.aspect-order=0");
        assertSeen(3, "breaker.retry.aspectOrder=0", "breaker.circuitbreaker.ASPECT_ORDER=5");
    }

    @Test
    void retryAroundTheBreakerMakesEachAttemptACall() {
        AopTestConfiguration.context(Failing.class).run(context -> {
            context.getBean(Failing.class).run();
            assertThat(context.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("order")
                            .snapshot()
                            .failedCalls())
                    .isEqualTo(3);
        });
    }

    @Test
    void aspectOrderTurnsRetryAndBreakerRound() {
        AopTestConfiguration.context(Failing.class)
                .withPropertyValues("breaker.circuitbreaker.aspect-order=10", "breaker.retry.aspect-order=20")
                .run(context -> {
                    context.getBean(Failing.class).run();
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("order")
                                    .snapshot()
                                    .failedCalls())
                            .isEqualTo(1);
                });
    }

    @Test
    void fallbackStaysOutermostWhereverAPolicyIsMoved() {
        assertThat(fallbackOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE - 6);
        assertThat(fallbackOrder("breaker.retry.aspect-order=7")).isEqualTo(6);
        assertThat(fallbackOrder("breaker.retry.aspect-order=7", "breaker.fallback.aspect-order=8"))
                .isEqualTo(8);
    }

    private static int fallbackOrder(String... properties) {
        AtomicInteger order = new AtomicInteger();
        AopTestConfiguration.context()
                .withPropertyValues(properties)
                .run(context -> order.set(context.getBean("breakerFallbackAdvisor", GuardAdvisor.class)
                        .getOrder()));
        return order.get();
    }

    @Test
    void fallbackCanBeMovedInside() {
        AopTestConfiguration.context(Failing.class)
                .withPropertyValues("breaker.fallback.aspect-order=" + Ordered.LOWEST_PRECEDENCE)
                .run(context -> {
                    context.getBean(Failing.class).run();
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("order")
                                    .snapshot()
                                    .failedCalls())
                            .isZero();
                });
    }

    @Test
    void invalidOrderLeavesTheDefaultForThePropertiesOwnCheckToReport() {
        AopTestConfiguration.context(Failing.class)
                .withPropertyValues("breaker.retry.aspect-order=first")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean("breakerRetryAdvisor", GuardAdvisor.class)
                                    .getOrder())
                            .isEqualTo(Ordered.LOWEST_PRECEDENCE - 5);
                });
    }
}
