package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.Bulkhead;
import io.breaker.bulkhead.BulkheadConfig;
import io.breaker.bulkhead.BulkheadRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;

/** An aspect of the users' stands inside ours unless it is ordered, and may find itself on a thread that is not the caller's. */
class AspectsOnOtherThreadsTest {

    static class Stock {

        @Bulkhead(name = "pooled", type = Bulkhead.Type.THREAD_POOL)
        public String pooled() {
            return "found";
        }

        @Bulkhead(name = "pooled", type = Bulkhead.Type.THREAD_POOL)
        public CompletableFuture<String> pooledStage() {
            return CompletableFuture.completedFuture("found");
        }

        @Bulkhead(name = "narrow")
        public CompletableFuture<String> waiting(CompletableFuture<String> stage) {
            return stage;
        }
    }

    @Aspect
    static class Watching {

        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Before("execution(* io.breaker.spring.aop.AspectsOnOtherThreadsTest.Stock.*(..))")
        void before() {
            threads.add(Thread.currentThread());
        }
    }

    @Test
    void workInsideAPool() {
        AopTestConfiguration.context(Stock.class)
                .withUserConfiguration(Watching.class)
                .run(context -> {
                    assertThat(context.getBean(Stock.class).pooled()).isEqualTo("found");
                    assertThat(context.getBean(Stock.class).pooledStage().get(10, TimeUnit.SECONDS))
                            .isEqualTo("found");
                    assertThat(context.getBean(Watching.class).threads)
                            .hasSize(2)
                            .doesNotContain(Thread.currentThread());
                });
    }

    @Test
    void workWhereACallHasWaitedForItsPermit() {
        AopTestConfiguration.context(Stock.class)
                .withUserConfiguration(Watching.class)
                .run(context -> {
                    context.getBean(BulkheadRegistry.class)
                            .bulkhead(
                                    "narrow",
                                    BulkheadConfig.builder()
                                            .maxConcurrentCalls(1)
                                            .maxWaitDuration(Duration.ofMinutes(1))
                                            .build());
                    Stock stock = context.getBean(Stock.class);
                    CompletableFuture<String> running = new CompletableFuture<>();
                    CompletableFuture<String> first = stock.waiting(running);
                    CompletableFuture<String> second = stock.waiting(CompletableFuture.completedFuture("second"));
                    assertThat(second).isNotDone();
                    running.complete("first");
                    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("first");
                    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("second");
                    assertThat(context.getBean(BulkheadRegistry.class)
                                    .bulkhead("narrow")
                                    .snapshot()
                                    .rejectedCalls())
                            .isZero();
                    assertThat(context.getBean(Watching.class).threads)
                            .hasSize(2)
                            .doesNotHaveDuplicates();
                });
    }
}
