package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

class AsyncTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Enabled {
        @Bean
        SimpleAsyncTaskExecutor taskExecutor() {
            return new SimpleAsyncTaskExecutor("async-");
        }
    }

    static class Mail {

        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private int attempts;

        @Async
        @CircuitBreaker(name = "mail", fallbackMethod = "thread")
        public CompletableFuture<String> send(boolean fails) {
            return attempt(fails);
        }

        @Async
        @Retry(name = "mail")
        @CircuitBreaker(name = "mail")
        public CompletableFuture<String> sendAgain(boolean fails) {
            return attempt(fails && attempts == 0);
        }

        private CompletableFuture<String> attempt(boolean fails) {
            attempts++;
            if (fails) {
                throw new IllegalStateException("down");
            }
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name; the type is what matters
        private CompletableFuture<String> thread(IllegalStateException down) {
            return CompletableFuture.completedFuture(
                    "fallback on " + Thread.currentThread().getName());
        }

        @Async
        @Bulkhead(name = "mail")
        public CompletableFuture<String> hold() throws InterruptedException {
            running.countDown();
            release.await();
            return CompletableFuture.completedFuture("sent");
        }

        public void awaitRunning() throws InterruptedException {
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
        }

        public void release() {
            release.countDown();
        }
    }

    @Test
    void policiesAndFallbackRunOnTheThreadOfTheAsyncExecutor() {
        Neighbourhood.application()
                .withUserConfiguration(Enabled.class)
                .withBean(Mail.class)
                .run(context -> {
                    Mail mail = context.getBean(Mail.class);
                    assertThat(mail.send(false).get(30, TimeUnit.SECONDS)).startsWith("async-");
                    assertThat(mail.send(true).get(30, TimeUnit.SECONDS)).startsWith("fallback on async-");
                    assertThat(context.getBean(CircuitBreakerRegistry.class)
                                    .circuitBreaker("mail")
                                    .snapshot()
                                    .failedCalls())
                            .isEqualTo(1);
                });
    }

    @Test
    void furtherAttemptsRunOnAThreadOfBreakersOwn() {
        Neighbourhood.application()
                .withUserConfiguration(Enabled.class)
                .withBean(Mail.class)
                .run(context -> {
                    Mail mail = context.getBean(Mail.class);
                    assertThat(mail.sendAgain(true).get(30, TimeUnit.SECONDS)).startsWith("breaker-worker");
                });
    }

    @Test
    void aPermitIsHeldUntilTheAsynchronousWorkIsDone() {
        Neighbourhood.application()
                .withUserConfiguration(Enabled.class)
                .withBean(Mail.class)
                .withPropertyValues("breaker.bulkhead.instances.mail.max-concurrent-calls=1")
                .run(context -> {
                    Mail mail = context.getBean(Mail.class);
                    CompletableFuture<String> first = mail.hold();
                    mail.awaitRunning();
                    assertThatThrownBy(() -> mail.hold().get(30, TimeUnit.SECONDS))
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(BulkheadFullException.class);
                    mail.release();
                    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("sent");
                });
    }
}
