package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@SuppressWarnings("unused") // fallbacks are called by name
class AsyncGuardTest {

    static class Async {
        final Deque<CompletableFuture<@Nullable String>> stages = new ArrayDeque<>();
        final List<String> answered = new CopyOnWriteArrayList<>();

        @CircuitBreaker(name = "async", fallbackMethod = "answer")
        public CompletableFuture<@Nullable String> find(boolean throwing) {
            return next(throwing);
        }

        @Retry(name = "async", fallbackMethod = "answer")
        @CircuitBreaker(name = "async")
        public CompletionStage<@Nullable String> retried(boolean throwing) {
            return next(throwing);
        }

        private CompletableFuture<@Nullable String> next(boolean throwing) {
            if (throwing) {
                throw new IllegalArgumentException("thrown");
            }
            return stages.remove();
        }

        private CompletionStage<@Nullable String> answer(boolean throwing, IllegalArgumentException thrown) {
            answered.add("argument");
            return CompletableFuture.completedFuture("argument");
        }

        private CompletionStage<@Nullable String> answer(IOException thrown) throws IOException {
            answered.add("io");
            throw new IOException("the fallback's", thrown);
        }

        private CompletableFuture<@Nullable String> answer(CallNotPermittedException thrown) {
            answered.add("open");
            return CompletableFuture.failedFuture(thrown);
        }

        CompletableFuture<@Nullable String> stage() {
            CompletableFuture<@Nullable String> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }
    }

    interface Use {
        void accept(AssertableApplicationContext context, Async bean, Async target) throws Exception;
    }

    private static void run(Use use, Class<?>... more) {
        AopTestConfiguration.context(Async.class).withUserConfiguration(more).run(context -> {
            Async bean = context.getBean(Async.class);
            use.accept(context, bean, (Async) org.springframework.test.util.AopTestUtils.getTargetObject(bean));
        });
    }

    private static CircuitBreakerSnapshot snapshot(AssertableApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker("async")
                .snapshot();
    }

    private static @Nullable Throwable failure(CompletionStage<?> stage) throws Exception {
        return stage.handle((value, thrown) -> thrown).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void callLastsUntilItsStageCompletes() {
        run((context, bean, target) -> {
            CompletableFuture<@Nullable String> stage = target.stage();
            CompletableFuture<@Nullable String> result = bean.find(false);
            assertThat(result).isNotDone();
            assertThat(snapshot(context).bufferedCalls()).isZero();
            stage.complete(null);
            assertThat(result).isCompletedWithValue(null);
            assertThat(snapshot(context).bufferedCalls()).isEqualTo(1);
        });
    }

    @Test
    void failedStageGoesToTheFallback() {
        run((context, bean, target) -> {
            CompletableFuture<@Nullable String> stage = target.stage();
            CompletableFuture<@Nullable String> result = bean.find(false);
            stage.completeExceptionally(new CompletionException(new IllegalArgumentException("failed")));
            assertThat(result).isCompletedWithValue("argument");
            assertThat(snapshot(context).failedCalls()).isEqualTo(1);
        });
    }

    @Test
    void throwBeforeTheStageGoesToTheFallback() {
        run((context, bean, target) -> {
            assertThat(bean.find(true)).isCompletedWithValue("argument");
            assertThat(snapshot(context).failedCalls()).isEqualTo(1);
        });
    }

    @Test
    void missingStageIsAFailedOne() {
        run((context, bean, target) -> {
            assertThat(failure(bean.find(false))).isInstanceOf(java.util.NoSuchElementException.class);
            assertThat(snapshot(context).failedCalls()).isEqualTo(1);
        });
    }

    @Test
    void refusedCallGoesToTheFallbackWhoseOwnFailureStays() {
        run((context, bean, target) -> {
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("async")
                    .forceOpen();
            assertThat(failure(bean.find(false))).isInstanceOf(CallNotPermittedException.class);
            assertThat(target.answered).containsExactly("open");
        });
    }

    @Test
    void fallbackThatThrowsFailsTheStage() {
        run((context, bean, target) -> {
            target.stage().completeExceptionally(new IOException());
            assertThat(failure(bean.find(false)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the fallback's");
        });
    }

    @Test
    void unansweredFailureStaysTheSameObject() {
        run((context, bean, target) -> {
            IllegalStateException unanswered = new IllegalStateException();
            target.stage().completeExceptionally(unanswered);
            assertThat(failure(bean.find(false))).isSameAs(unanswered);
        });
    }

    @Test
    void cancellingTheResultCancelsTheStageAndAsksNoFallback() {
        run((context, bean, target) -> {
            CompletableFuture<@Nullable String> stage = target.stage();
            CompletableFuture<@Nullable String> result = bean.find(false);
            result.cancel(true);
            assertThat(stage).isCancelled();
            assertThat(target.answered).isEmpty();
            assertThat(snapshot(context).bufferedCalls()).isZero();
            assertThatThrownBy(result::join).isInstanceOf(java.util.concurrent.CancellationException.class);
        });
    }

    @Test
    void retryRunsTheBreakerAgainForEachAttempt() {
        run((context, bean, target) -> {
            target.stage().completeExceptionally(new IOException());
            target.stage().completeExceptionally(new IOException());
            target.stage().complete("third");
            CompletionStage<@Nullable String> result = bean.retried(false);
            assertThat(result.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo("third");
            assertThat(snapshot(context).failedCalls()).isEqualTo(2);
            assertThat(snapshot(context).bufferedCalls()).isEqualTo(3);
            assertThat(target.answered).isEmpty();
        });
    }

    @Test
    void throwBeforeTheStageIsRetriedAndThenAnswered() {
        run((context, bean, target) -> {
            CompletionStage<@Nullable String> result = bean.retried(true);
            assertThat(result.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo("argument");
            assertThat(snapshot(context).failedCalls()).isEqualTo(3);
            assertThat(target.answered).containsExactly("argument");
        });
    }

    @Aspect
    @Order(Ordered.LOWEST_PRECEDENCE)
    static class Innermost {
        final List<String> threads = new CopyOnWriteArrayList<>();

        @Before("execution(* io.breaker.spring.aop.AsyncGuardTest.Async.retried(..))")
        void before() {
            threads.add(Thread.currentThread().getName());
        }
    }

    @Test
    void aspectsInsideTheRetryRunForAttemptsOnOtherThreads() {
        run(
                (context, bean, target) -> {
                    target.stage().completeExceptionally(new IOException());
                    target.stage().complete("second");
                    assertThat(bean.retried(false).toCompletableFuture().get(10, TimeUnit.SECONDS))
                            .isEqualTo("second");
                    assertThat(context.getBean(Innermost.class).threads)
                            .hasSize(2)
                            .doesNotHaveDuplicates();
                },
                Innermost.class);
    }
}
