package io.breaker.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breaker.Caller;
import io.breaker.HangingWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadPoolBulkheadRegistryTest {

    private final ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.builder()
            .coreThreadPoolSize(1)
            .maxThreadPoolSize(2)
            .build();
    private final ThreadPoolBulkheadRegistry registry = ThreadPoolBulkheadRegistry.of(config);

    @Test
    void aNameStandsForOneInstanceWithItsConfiguration() {
        ThreadPoolBulkhead bulkhead = registry.threadPoolBulkhead("a");

        assertThat(registry.threadPoolBulkhead("a")).isSameAs(bulkhead);
        assertThat(registry.threadPoolBulkhead("b")).isNotSameAs(bulkhead);
        assertThat(registry.find("a")).containsSame(bulkhead);
        assertThat(bulkhead.name()).isEqualTo("a");
        assertThat(bulkhead.config()).isSameAs(config);
        assertThat(bulkhead).hasToString("ThreadPoolBulkhead 'a'");
    }

    @Test
    void aConfigurationIsLookedUpByNameUnlessTheCallerBringsOne() {
        ThreadPoolBulkheadRegistry byName = ThreadPoolBulkheadRegistry.of(name ->
                ThreadPoolBulkheadConfig.builder().queueCapacity(name.length()).build());

        assertThat(byName.threadPoolBulkhead("four").config().queueCapacity()).isEqualTo(4);
        assertThat(byName.threadPoolBulkhead("own", config).config()).isSameAs(config);
        assertThat(byName.threadPoolBulkhead("own").config()).isSameAs(config);
        assertThat(byName.threadPoolBulkhead("own", ThreadPoolBulkheadConfig.ofDefaults())
                        .config())
                .isSameAs(config);
    }

    @Test
    void listenersHearOfNewBulkheadsAndOfThoseThatGo() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> heard.add("added " + added.name()));
        registry.onRemoved(removed -> heard.add("removed " + removed.name()));
        registry.threadPoolBulkhead("a");
        registry.threadPoolBulkhead("a");
        registry.remove("a");
        registry.remove("a");

        assertThat(heard).containsExactly("added a", "removed a");
    }

    @Test
    void aBadNameLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.threadPoolBulkhead(""));
        assertThat(registry.all()).isEmpty();
    }

    @Test
    void bodiesThatHangOnAllWorkersDoNotHoldUpClosingIt() {
        ThreadPoolBulkhead bulkhead = registry.threadPoolBulkhead("a");
        assertThat(bulkhead.call(() -> "value")).isEqualTo("value");
        try (HangingWorkers all = new HangingWorkers()) {
            assertThat(all).isNotNull();
            Caller closing = Caller.of(() -> {
                registry.close();
                return "closed";
            });
            assertThat(closing.value()).isEqualTo("closed");
        }
        assertThat(bulkhead.snapshot().runningCalls()).isZero();
    }

    @Test
    void anInterruptionEndsThePatienceOfClosingIt() {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> running = registry.threadPoolBulkhead("a").callAsync(() -> {
            begun.countDown();
            end.await();
            return CompletableFuture.completedFuture("not reached");
        });
        Caller closing = Caller.of(() -> {
            begun.await();
            Thread.currentThread().interrupt();
            registry.close();
            return "closed";
        });

        assertThat(closing.value()).isEqualTo("closed");
        assertThat(closing.isInterrupted()).isTrue();
        await().until(running::isCompletedExceptionally);
    }

    @Test
    void bulkheadsThatAreLookedUpAfterItIsClosedRefuseAllCalls() {
        registry.close();

        for (ThreadPoolBulkhead late :
                List.of(registry.threadPoolBulkhead("late"), registry.threadPoolBulkhead("own", config))) {
            assertThatThrownBy(() -> late.call(() -> "not reached")).isInstanceOf(BulkheadFullException.class);
        }
    }

    @Test
    void closingItClosesAllAndLosesNothingThatTheyHaveAccepted() {
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<String>> accepted = new ArrayList<>();
        for (String name : List.of("a", "b", "a", "b", "a", "b", "a", "b")) {
            accepted.add(registry.threadPoolBulkhead(name).callAsync(() -> {
                end.await();
                return CompletableFuture.completedFuture("value");
            }));
        }
        Caller closing = Caller.waiting(() -> {
            registry.close();
            return "closed";
        });
        assertThat(accepted).noneMatch(CompletableFuture::isDone);

        end.countDown();

        assertThat(closing.value()).isEqualTo("closed");
        assertThat(accepted).extracting(CompletableFuture::join).containsOnly("value");
        assertThat(registry.all())
                .hasSize(2)
                .allSatisfy(bulkhead -> assertThatThrownBy(() -> bulkhead.call(() -> "not reached"))
                        .isInstanceOf(BulkheadFullException.class));
    }
}
