package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.circuitbreaker.CircuitBreaker;
import io.breaker.circuitbreaker.CircuitBreakerConfig;
import io.breaker.retry.Retry;
import io.breaker.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final List<String> log = new ArrayList<>();
    private final CircuitBreaker breaker = CircuitBreaker.of("breaker", CircuitBreakerConfig.ofDefaults());
    private final Retry retry = Retry.of(
            "retry",
            RetryConfig.builder().maxAttempts(3).waitDuration(Duration.ZERO).build());

    private final class Logging implements Policy {

        private final String name;

        Logging(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
            log.add("into " + name);
            T result = body.call();
            log.add("out of " + name);
            return result;
        }

        @Override
        public <T extends @Nullable Object> CompletableFuture<T> callAsync(
                Body<? extends CompletionStage<T>, ? extends Throwable> body) {
            log.add("into " + name);
            return Stages.start(body).toCompletableFuture().whenComplete((value, thrown) -> log.add("out of " + name));
        }
    }

    @Test
    void tellsItsPoliciesOutermostFirst() {
        assertThat(Pipeline.of(retry, breaker).policies()).containsExactly(retry, breaker);
    }

    @Test
    void theFirstPolicyStandsOutermost() {
        Pipeline pipeline = Pipeline.of(new Logging("a"), new Logging("b"), new Logging("c"));

        assertThat(pipeline.call(() -> "result " + log.add("body"))).isEqualTo("result true");

        assertThat(log).containsExactly("into a", "into b", "into c", "body", "out of c", "out of b", "out of a");
        assertThat(pipeline.name()).isEqualTo("a > b > c");
    }

    @Test
    void theOrderIsTheSameForAsynchronousCalls() {
        Pipeline pipeline = Pipeline.of(new Logging("a"), new Logging("b"));

        CompletableFuture<Boolean> result =
                pipeline.callAsync(() -> CompletableFuture.completedFuture(log.add("body")));

        assertThat(result).isCompletedWithValue(true);
        assertThat(log).containsExactly("into a", "into b", "body", "out of b", "out of a");
    }

    @Test
    void aRetryOutsideABreakerMakesEachAttemptACallOfItsOwn() {
        IOException thrown = new IOException();

        assertThatThrownBy(() -> Pipeline.of(retry, breaker).call(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(breaker.snapshot().failedCalls()).isEqualTo(3);
    }

    @Test
    void aRetryInsideABreakerIsOneCallOfIt() {
        assertThatThrownBy(() -> Pipeline.of(breaker, retry).call(() -> {
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);

        assertThat(breaker.snapshot().failedCalls()).isEqualTo(1);
    }

    @Test
    void anOpenBreakerUnderARetryIsAskedOnce() {
        breaker.open();

        assertThatThrownBy(() -> Pipeline.of(retry, breaker).call(() -> "not reached"))
                .isInstanceOf(RejectedCallException.class);

        assertThat(breaker.snapshot().notPermittedCalls()).isEqualTo(1);
    }

    @Test
    void cancellingTheResultReachesTheBodyThroughAllPolicies() {
        CompletableFuture<String> upstream = new CompletableFuture<>();
        CompletableFuture<String> result = Pipeline.of(retry, breaker).callAsync(() -> upstream);

        result.cancel(true);

        assertThat(upstream).isCancelled();
        assertThat(breaker.snapshot().callsInFlight()).isZero();
        assertThat(breaker.snapshot().bufferedCalls()).isZero();
    }

    @Test
    void onePolicyIsEnoughAndNoneIsNot() {
        assertThat(Pipeline.of(breaker).call(() -> "value")).isEqualTo("value");
        assertThat(Pipeline.of(breaker).name()).isEqualTo("breaker");
        assertThatIllegalArgumentException().isThrownBy(Pipeline::of).withMessageContaining("no policy");
    }
}
