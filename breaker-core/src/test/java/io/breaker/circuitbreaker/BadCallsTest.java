package io.breaker.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.circuitbreaker.Evidence.Occurrences;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BadCallsTest {

    private final BadCalls calls = new BadCalls();

    @Test
    void knowsTheLatestOfMore() {
        calls.add(new IllegalStateException(), 999);
        for (int i = 0; i < BadCalls.KEPT; i++) {
            calls.add(new IllegalArgumentException(), i);
        }

        BadCalls.Summary all = calls.summary(1_000);
        assertThat(all.exceptions())
                .containsExactly(new Occurrences("java.lang.IllegalArgumentException", BadCalls.KEPT));
        assertThat(all.slowestNanos()).isEqualTo(BadCalls.KEPT - 1);
        assertThat(calls.summary(0)).isEqualTo(BadCalls.Summary.NONE);
        assertThat(calls.summary(-1)).isEqualTo(BadCalls.Summary.NONE);
    }

    @Test
    void equallyFrequentOnesAreInTheOrderOfTheAlphabet() {
        calls.add(new IllegalStateException(), 1);
        calls.add(new ArithmeticException(), 1);
        calls.add(new IllegalArgumentException(), 1);
        calls.add(new UnsupportedOperationException(), 1);

        assertThat(calls.summary(4).exceptions())
                .extracting(Occurrences::exception)
                .containsExactly(
                        "java.lang.ArithmeticException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.IllegalStateException");
    }

    @Test
    void eachOfManyThreadsFindsAPlace() {
        List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() ->
                        IntStream.range(0, BadCalls.KEPT / 4).forEach(i -> calls.add(new IllegalStateException(), 7))))
                .toList();
        threads.forEach(CompletableFuture::join);

        assertThat(calls.summary(BadCalls.KEPT).exceptions())
                .containsExactly(new Occurrences("java.lang.IllegalStateException", BadCalls.KEPT));
    }
}
