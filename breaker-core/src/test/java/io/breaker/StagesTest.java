package io.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StagesTest {

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
