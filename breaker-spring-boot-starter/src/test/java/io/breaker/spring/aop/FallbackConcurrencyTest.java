package io.breaker.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unused") // fallbacks are called by name
class FallbackConcurrencyTest {

    private static final int THREADS = 64;
    private static final int CALLS = 100_000;

    static class Private {
        private final int offset = 1;

        @CircuitBreaker(name = "race", fallbackMethod = "answer")
        int find(int key) {
            throw new IllegalStateException();
        }

        private int answer(int key, Throwable thrown) {
            return key + offset;
        }
    }

    @Test
    void privateFallbackNeverFailsUnder64Threads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            AopTestConfiguration.context(Private.class).run(context -> {
                Private bean = context.getBean(Private.class);
                List<Future<Integer>> wrong = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    wrong.add(pool.submit(() -> {
                        int count = 0;
                        for (int call = 0; call < CALLS / THREADS + 1; call++) {
                            count += bean.find(call) == call + 1 ? 0 : 1;
                        }
                        return count;
                    }));
                }
                for (Future<Integer> each : wrong) {
                    assertThat(each.get()).isZero();
                }
            });
        } finally {
            pool.shutdownNow();
        }
    }
}
