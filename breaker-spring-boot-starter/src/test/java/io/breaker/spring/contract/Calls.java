package io.breaker.spring.contract;

import io.breaker.annotation.Bulkhead;
import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.RateLimiter;
import io.breaker.annotation.Retry;
import io.breaker.annotation.TimeLimiter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The guarded methods: one per return type. The annotations stand on the subclasses. */
class Calls {

    final AtomicReference<Script> script = new AtomicReference<>(new Script(Script.Act.SUCCEED));

    public String plain() throws Exception {
        return script.get().plain();
    }

    public CompletionStage<String> stage() {
        return script.get().stage();
    }

    public CompletableFuture<String> future() {
        return script.get().stage();
    }

    /** A thread pool guards no publishers. */
    static class Reactive extends Calls {

        public Mono<String> mono() {
            return script.get().publisher();
        }

        public Flux<String> flux() {
            return script.get().publisher().flux();
        }

        public Single<String> single() {
            return Single.fromPublisher(script.get().publisher());
        }

        public Flowable<String> flowable() {
            return Flowable.fromPublisher(script.get().publisher());
        }
    }

    @Retry(name = "guard")
    static class Retried extends Reactive {}

    @Retry(name = "guard")
    @CircuitBreaker(name = "refusing")
    static class RetriedRefused extends Reactive {}

    @Retry(name = "guard")
    @TimeLimiter(name = "short")
    static class RetriedTimed extends Reactive {}

    @CircuitBreaker(name = "guard")
    static class Broken extends Reactive {}

    @CircuitBreaker(name = "guard")
    @TimeLimiter(name = "short")
    static class BrokenTimed extends Reactive {}

    @RateLimiter(name = "guard")
    static class Limited extends Reactive {}

    @RateLimiter(name = "guard")
    @TimeLimiter(name = "short")
    static class LimitedTimed extends Reactive {}

    @TimeLimiter(name = "guard")
    static class Timed extends Reactive {}

    @TimeLimiter(name = "guard")
    @Bulkhead(name = "refusing")
    static class TimedRefused extends Reactive {}

    @Bulkhead(name = "guard")
    static class Held extends Reactive {}

    @TimeLimiter(name = "short")
    @Bulkhead(name = "guard")
    static class HeldTimed extends Reactive {}

    @Bulkhead(name = "guard", type = Bulkhead.Type.THREAD_POOL)
    static class Pooled extends Calls {}

    @TimeLimiter(name = "short")
    @Bulkhead(name = "guard", type = Bulkhead.Type.THREAD_POOL)
    static class PooledTimed extends Calls {}
}
