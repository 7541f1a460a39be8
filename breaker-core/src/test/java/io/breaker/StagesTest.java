package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StagesTest {

    @Test
    void aStageThatCannotBeCancelledIsLeftAlone() {
        List<String> asked = new ArrayList<>();
        CompletableFuture<String> broken = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                asked.add("cancelled");
                throw new IllegalStateException("a broken stage");
            }
        };
        CompletableFuture<String> unsupported = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> toCompletableFuture() {
                asked.add("converted");
                throw new UnsupportedOperationException();
            }
        };

        Stages.cancel(broken);
        Stages.cancel(unsupported);

        assertThat(asked).containsExactly("cancelled", "converted");
    }

    @Test
    void wrappersAreTakenOffDownToTheFirstThatIsNone() {
        IOException inner = new IOException(new CompletionException(new IllegalStateException()));

        assertThat(Stages.unwrap(inner)).isSameAs(inner);
        assertThat(Stages.unwrap(new CompletionException(new ExecutionException(inner))))
                .isSameAs(inner);
    }

    @Test
    void aWrapperOfNothingStandsForItself() {
        CompletionException empty = new CompletionException("no cause", null);

        assertThat(Stages.unwrap(empty)).isSameAs(empty);
        assertThat(Stages.unwrap(new ExecutionException(empty))).isSameAs(empty);
    }
}
