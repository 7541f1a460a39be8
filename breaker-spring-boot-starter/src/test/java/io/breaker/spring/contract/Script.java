package io.breaker.spring.contract;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** What the guarded methods do: the same for every return type. */
final class Script {

    /** How a call goes. */
    enum Act {
        SUCCEED,
        FAIL,
        THROW,
        HANG
    }

    private final Act act;
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch running = new CountDownLatch(1);
    final CountDownLatch stopped = new CountDownLatch(1);

    Script(Act act) {
        this.act = act;
    }

    String plain() throws IOException, InterruptedException {
        calls.incrementAndGet();
        switch (act) {
            case SUCCEED -> {
                return "value";
            }
            case FAIL -> throw new IOException();
            case THROW -> throw new IllegalStateException();
            case HANG -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    stopped.countDown();
                }
            }
        }
        throw new AssertionError("unreachable");
    }

    CompletableFuture<String> stage() {
        calls.incrementAndGet();
        return switch (act) {
            case SUCCEED -> CompletableFuture.completedFuture("value");
            case FAIL -> CompletableFuture.failedFuture(new IOException());
            case THROW -> throw new IllegalStateException();
            case HANG -> {
                CompletableFuture<String> never = new CompletableFuture<>();
                never.whenComplete((value, thrown) -> stopped.countDown());
                running.countDown();
                yield never;
            }
        };
    }

    Mono<String> publisher() {
        calls.incrementAndGet();
        return switch (act) {
            case SUCCEED -> Mono.just("value");
            case FAIL -> Mono.error(new IOException());
            case THROW -> throw new IllegalStateException();
            case HANG ->
                Mono.<String>never().doOnSubscribe(any -> running.countDown()).doOnCancel(stopped::countDown);
        };
    }
}
