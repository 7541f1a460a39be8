package io.breaker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.bulkhead.BulkheadFullException;
import io.breaker.bulkhead.ThreadPoolBulkhead;
import io.breaker.bulkhead.ThreadPoolBulkheadRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

@Timeout(60)
class ThreadPoolShutdownTest {

    private static final Executor OTHER_THREAD = task -> new Thread(task, "closes the application").start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BreakerAutoConfiguration.class))
            .withUserConfiguration(NeededByCalls.class)
            .withPropertyValues(
                    "breaker.thread-pool-bulkhead.instances.redis.core-thread-pool-size=1",
                    "breaker.thread-pool-bulkhead.instances.redis.max-thread-pool-size=2",
                    "breaker.thread-pool-bulkhead.instances.redis.queue-capacity=10");

    @Test
    void losesNothingThatWasAcceptedAndRefusesWhatComesLater() {
        runner.run(context -> {
            ThreadPoolBulkhead redis =
                    context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            Store store = context.getBean(Store.class);
            CountDownLatch go = new CountDownLatch(1);
            List<CompletableFuture<String>> accepted = new ArrayList<>();
            for (int i = 0; i < 8; i++) { // two of them run, six wait
                accepted.add(redis.callAsync(() -> {
                    go.await();
                    return CompletableFuture.completedFuture(store.read());
                }));
            }
            CompletableFuture<Void> closed = CompletableFuture.runAsync(
                    () -> context.getSourceApplicationContext().close(), OTHER_THREAD);
            Awaitility.await()
                    .until(() -> redis.callAsync(() -> CompletableFuture.completedFuture("late"))
                            .handle((value, refused) -> refused instanceof BulkheadFullException)
                            .join());
            assertThat(closed).isNotDone();
            go.countDown();

            closed.get(30, TimeUnit.SECONDS);
            assertThat(accepted).allSatisfy(call -> assertThat(call).isCompletedWithValue("read"));
            assertThat(store.isDestroyed).isTrue();
        });
    }

    @Test
    void endsTheThreads() {
        ThreadPoolBulkhead[] redis = new ThreadPoolBulkhead[1];
        runner.run(context -> {
            redis[0] = context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            assertThat(redis[0].<Thread, RuntimeException>call(Thread::currentThread))
                    .isNotEqualTo(Thread.currentThread());
        });

        Awaitility.await().until(() -> redis[0].snapshot().threadPoolSize() == 0);
    }

    @Test
    void anApplicationThatIsStoppedAndStartedAgainKeepsItsPools() {
        runner.run(context -> {
            ThreadPoolBulkhead redis =
                    context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            assertThat(redis.<String, RuntimeException>call(() -> "accepted")).isEqualTo("accepted");
        });
    }

    @Test
    void anApplicationThatIsPausedKeepsItsPools() {
        runner.run(context -> {
            ThreadPoolBulkhead redis =
                    context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            context.getSourceApplicationContext().pause(); // as Spring's tests do between test classes
            context.getSourceApplicationContext().restart();
            assertThat(redis.<String, RuntimeException>call(() -> "accepted")).isEqualTo("accepted");
        });
    }

    @Test
    void closesThePoolsInTimeWhereEventsAreToldLater() {
        runner.withUserConfiguration(LateEvents.class).run(context -> {
            List<Boolean> accepted = context.getBean(AcceptedAtItsEnd.class).accepted;

            context.getSourceApplicationContext().close();

            assertThat(accepted).containsExactly(false);
        });
    }

    @Test
    void anApplicationThatWasStoppedBeforeItIsClosedLosesNothingEither() {
        runner.run(context -> {
            ThreadPoolBulkhead redis =
                    context.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            Store store = context.getBean(Store.class);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<String> accepted = redis.callAsync(() -> {
                go.await();
                return CompletableFuture.completedFuture(store.read());
            });
            context.getSourceApplicationContext().stop();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(
                    () -> context.getSourceApplicationContext().close(), OTHER_THREAD);
            Awaitility.await()
                    .until(() -> redis.callAsync(() -> CompletableFuture.completedFuture("late"))
                            .handle((value, refused) -> refused instanceof BulkheadFullException)
                            .join());
            go.countDown();
            closed.get(30, TimeUnit.SECONDS);
            assertThat(accepted).isCompletedWithValue("read");
        });
    }

    @Test
    void aChildApplicationLeavesThePoolsOfItsParent() {
        runner.run(parent -> {
            ThreadPoolBulkhead redis =
                    parent.getBean(ThreadPoolBulkheadRegistry.class).threadPoolBulkhead("redis");
            runner.withParent(parent)
                    .run(child -> assertThat(child.getBean(ThreadPoolBulkheadRegistry.class))
                            .isSameAs(parent.getBean(ThreadPoolBulkheadRegistry.class)));
            assertThat(redis.<String, RuntimeException>call(() -> "accepted")).isEqualTo("accepted");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class NeededByCalls {
        @Bean
        Store store() {
            return new Store();
        }
    }

    /** With a multicaster that has tasks of its own for listeners, which come too late. */
    @Configuration(proxyBeanMethods = false)
    static class LateEvents {

        @Bean
        static ApplicationEventMulticaster applicationEventMulticaster(BeanFactory beans) {
            SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster(beans);
            multicaster.setTaskExecutor(task -> {});
            return multicaster;
        }

        @Bean
        AcceptedAtItsEnd acceptedAtItsEnd(ThreadPoolBulkheadRegistry registry) {
            return new AcceptedAtItsEnd(registry);
        }
    }

    /** A bean that is destroyed before the registry, since it depends on it: are calls still let in then? */
    static final class AcceptedAtItsEnd implements DisposableBean {

        private final ThreadPoolBulkheadRegistry registry;
        private final List<Boolean> accepted = new ArrayList<>();

        AcceptedAtItsEnd(ThreadPoolBulkheadRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void destroy() {
            accepted.add(!registry.threadPoolBulkhead("redis")
                    .callAsync(() -> CompletableFuture.completedFuture("late"))
                    .isCompletedExceptionally());
        }
    }

    /** Stands for a pool of connections: of no use once the application has closed it. */
    static final class Store implements DisposableBean {

        private volatile boolean isDestroyed;

        String read() {
            return isDestroyed ? "read too late" : "read";
        }

        @Override
        public void destroy() {
            isDestroyed = true;
        }
    }
}
