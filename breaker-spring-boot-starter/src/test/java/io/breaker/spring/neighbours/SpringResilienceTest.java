package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.RejectedCallException;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupInspector;
import io.breaker.spring.config.StartupReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.InvocationRejectedException;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

class SpringResilienceTest {

    @Configuration(proxyBeanMethods = false)
    @EnableResilientMethods
    static class Enabled {}

    private static void run(Class<?> bean, ContextConsumer<AssertableApplicationContext> consumer) {
        application(bean).withUserConfiguration(Enabled.class).run(consumer);
    }

    private static ApplicationContextRunner application(Class<?> bean) {
        return Neighbourhood.application().withBean(bean);
    }

    private static io.breaker.circuitbreaker.CircuitBreaker breaker(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock");
    }

    private static List<Problem> warnings(ApplicationContext context) {
        StartupReport report = new StartupReport();
        context.getBeanProvider(StartupInspector.class).forEach(inspector -> inspector.inspect(report));
        assertThat(report.errors()).isEmpty();
        return report.warnings().stream()
                .filter(problem -> problem.message().contains("@Retryable"))
                .toList();
    }

    /** Counts its calls and fails each. */
    static class Failing {

        private int calls;

        String fail() {
            calls++;
            throw new IllegalStateException("down");
        }

        public int calls() {
            return calls;
        }
    }

    static class Repeated extends Failing {
        @Retryable(maxRetries = 2, delay = 0)
        @CircuitBreaker(name = "stock")
        public String find() {
            return fail();
        }
    }

    static class RepeatedTwice extends Failing {
        @Retryable(maxRetries = 3, delay = 0)
        @Retry(name = "stock")
        @CircuitBreaker(name = "stock")
        public String find() {
            return fail();
        }
    }

    static class Answered extends Failing {
        @Retryable(maxRetries = 2, delay = 0)
        @CircuitBreaker(name = "stock", fallbackMethod = "none")
        public String find() {
            return fail();
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name
        private String none() {
            return "none";
        }
    }

    static class Selective extends Failing {
        @Retryable(maxRetries = 2, delay = 0, excludes = RejectedCallException.class)
        @CircuitBreaker(name = "stock")
        public String find() {
            return fail();
        }
    }

    static class SelectiveByInclusion extends Failing {
        @Retryable(maxRetries = 2, delay = 0, includes = IllegalStateException.class)
        @CircuitBreaker(name = "stock")
        public String find() {
            return fail();
        }
    }

    static class OfUnknownNumber extends Failing {
        @Retryable(maxRetriesString = "${retries:1}", delay = 0)
        @Retry(name = "stock")
        public String find() {
            return fail();
        }
    }

    @Retryable(maxRetries = 1, delay = 0)
    static class OnTheClass extends Failing {
        @Retry(name = "stock")
        public String find() {
            return fail();
        }
    }

    @Nested
    class SpringsRetryable {

        @Test
        void aroundABreakerMakesEachAttemptACall() {
            run(Repeated.class, context -> {
                Repeated stock = context.getBean(Repeated.class);
                assertThatThrownBy(stock::find).isInstanceOf(IllegalStateException.class);
                assertThat(stock.calls()).isEqualTo(3);
                assertThat(breaker(context).snapshot().failedCalls()).isEqualTo(3);
            });
        }

        @Test
        void aroundABreakerRepeatsRefusals() {
            run(Repeated.class, context -> {
                breaker(context).open();
                assertThatThrownBy(() -> context.getBean(Repeated.class).find())
                        .isInstanceOf(CallNotPermittedException.class);
                assertThat(breaker(context).snapshot().notPermittedCalls()).isEqualTo(3);
            });
        }

        @Test
        void thatExcludesRefusalsRepeatsNone() {
            run(Selective.class, context -> {
                breaker(context).open();
                assertThatThrownBy(() -> context.getBean(Selective.class).find())
                        .isInstanceOf(CallNotPermittedException.class);
                assertThat(breaker(context).snapshot().notPermittedCalls()).isEqualTo(1);
            });
        }

        @Test
        void andOurRetryMultiply() {
            run(RepeatedTwice.class, context -> {
                RepeatedTwice stock = context.getBean(RepeatedTwice.class);
                assertThatThrownBy(stock::find).isInstanceOf(IllegalStateException.class);
                assertThat(stock.calls()).isEqualTo(12);
            });
        }

        @Test
        void seesNoFailureThatAFallbackHasAnswered() {
            run(Answered.class, context -> {
                Answered stock = context.getBean(Answered.class);
                assertThat(stock.find()).isEqualTo("none");
                assertThat(stock.calls()).isEqualTo(1);
            });
        }
    }

    @Nested
    class StartupWarnsOf {

        private static final String HERE = "io.breaker.spring.neighbours.SpringResilienceTest.";

        @Test
        void retriesThatMultiply() {
            run(
                    RepeatedTwice.class,
                    context -> assertThat(warnings(context))
                            .containsExactly(new Problem(
                                    HERE
                                            + "RepeatedTwice.find(): Spring's @Retryable repeats all that @Retry has given up:"
                                            + " one call may become 12, 4 times 3.",
                                    null,
                                    "Remove one of the two; @Retry is what breaker.retry.instances configures.")));
        }

        @Test
        void retriesThatMultiplyWhereTheNumberIsNotKnown() {
            run(
                    OfUnknownNumber.class,
                    context -> assertThat(warnings(context))
                            .singleElement()
                            .extracting(Problem::message)
                            .isEqualTo(HERE
                                    + "OfUnknownNumber.find(): Spring's @Retryable repeats all that @Retry has given"
                                    + " up: the attempts of the two multiply."));
        }

        @Test
        void retriesThatMultiplyBecauseOfTheClass() {
            run(
                    OnTheClass.class,
                    context -> assertThat(warnings(context))
                            .singleElement()
                            .extracting(Problem::message)
                            .asString()
                            .endsWith("one call may become 6, 2 times 3."));
        }

        @Test
        void refusalsThatAreRepeated() {
            run(
                    Repeated.class,
                    context -> assertThat(warnings(context)).singleElement().satisfies(problem -> {
                        assertThat(problem.message())
                                .startsWith(HERE + "Repeated.find(): ")
                                .contains("repeats calls that the open breaker refuses");
                        assertThat(problem.action()).contains("excludes = RejectedCallException.class");
                    }));
        }

        @Test
        void aFallbackThatLeavesNothingToRepeat() {
            run(
                    Answered.class,
                    context -> assertThat(warnings(context)).singleElement().satisfies(problem -> {
                        assertThat(problem.message())
                                .startsWith(HERE + "Answered.find(): its fallback \"none\" answers before Spring's"
                                        + " @Retryable");
                        assertThat(problem.action()).contains("Breaker's @Retry");
                    }));
        }

        @Test
        void nothingWhereRefusalsAreLeftOut() {
            run(Selective.class, context -> assertThat(warnings(context)).isEmpty());
            run(
                    SelectiveByInclusion.class,
                    context -> assertThat(warnings(context)).isEmpty());
        }

        @Test
        void nothingWhereNobodyHeedsSpringsAnnotation() {
            application(RepeatedTwice.class)
                    .run(context -> assertThat(warnings(context)).isEmpty());
        }
    }

    static class Limited {

        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @ConcurrencyLimit(limit = 1, policy = ConcurrencyLimit.ThrottlePolicy.REJECT)
        @CircuitBreaker(name = "stock", fallbackMethod = "none")
        public String hold() throws InterruptedException {
            running.countDown();
            release.await();
            return "held";
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name
        private String none() {
            return "none";
        }

        public void awaitRunning() throws InterruptedException {
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
        }

        public void release() {
            release.countDown();
        }
    }

    @Test
    void whatSpringsConcurrencyLimitRefusesReachesNeitherBreakerNorFallback() {
        run(Limited.class, context -> {
            Limited limited = context.getBean(Limited.class);
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return limited.hold();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            limited.awaitRunning();
            assertThatThrownBy(limited::hold).isInstanceOf(InvocationRejectedException.class);
            limited.release();
            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("held");
            CircuitBreakerSnapshot breaker = breaker(context).snapshot();
            assertThat(breaker.bufferedCalls()).isEqualTo(1);
            assertThat(breaker.failedCalls()).isZero();
        });
    }
}
