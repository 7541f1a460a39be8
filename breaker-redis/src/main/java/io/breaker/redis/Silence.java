package io.breaker.redis;

import io.breaker.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Breakers whose last command was given up before Redis answered. A driver keeps each such command until Redis answers it or
 * the connection breaks, so that while a server hangs they would pile up. Therefore one small question is asked, and until
 * there is an answer to that, nothing else.
 */
final class Silence {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ConcurrentHashMap<String, CompletableFuture<Boolean>> questions = new ConcurrentHashMap<>();

    boolean isAround(String breaker) {
        return questions.containsKey(breaker);
    }

    /**
     * Asks, unless that has been done.
     *
     * @param breaker whose server is silent
     * @param ask sends the question and ends the future with its answer, whatever it says
     */
    void breakWith(String breaker, Consumer<CompletableFuture<Boolean>> ask) {
        CompletableFuture<Boolean> question = new CompletableFuture<>();
        if (questions.putIfAbsent(breaker, question) != null) {
            return;
        }
        // Without an answer, nor an error, one tries again: drivers have bugs too.
        Future<?> end = Timer.shared().schedule(LONGEST.toNanos(), () -> question.cancel(false));
        question.whenComplete((answer, thrown) -> {
            questions.remove(breaker, question);
            end.cancel(false);
        });
        try {
            ask.accept(question);
        } catch (RuntimeException e) {
            question.completeExceptionally(e);
        }
    }

    void close() {
        questions.values().forEach(question -> question.cancel(false));
    }
}
