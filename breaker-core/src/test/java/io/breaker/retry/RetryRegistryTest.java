package io.breaker.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breaker.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryRegistryTest {

    private final RetryConfig config = RetryConfig.builder().maxAttempts(2).build();
    private final RetryRegistry registry = RetryRegistry.of(config);

    @Test
    void aNameStandsForOneInstanceWithItsConfiguration() {
        Retry retry = registry.retry("a");

        assertThat(registry.retry("a")).isSameAs(retry);
        assertThat(registry.retry("b")).isNotSameAs(retry);
        assertThat(registry.find("a")).containsSame(retry);
        assertThat(retry.name()).isEqualTo("a");
        assertThat(retry.config()).isSameAs(config);
        assertThat(retry).hasToString("Retry 'a'");
    }

    @Test
    void aConfigurationIsLookedUpByNameUnlessTheCallerBringsOne() {
        RetryRegistry byName = RetryRegistry.of(
                name -> RetryConfig.builder().maxAttempts(name.length()).build(), new ManualTime());

        assertThat(byName.retry("four").config().maxAttempts()).isEqualTo(4);
        assertThat(byName.retry("own", config).config()).isSameAs(config);
        assertThat(byName.retry("own").config()).isSameAs(config);
        assertThat(byName.retry("own", RetryConfig.ofDefaults()).config()).isSameAs(config);
    }

    @Test
    void itsRetriesReadItsTime() {
        ManualTime time = new ManualTime();
        RetryRegistry timed = RetryRegistry.of(
                name -> RetryConfig.builder()
                        .waitDuration(Duration.ZERO)
                        .maxDuration(Duration.ofSeconds(1))
                        .build(),
                time);
        List<String> runs = new ArrayList<>();

        for (Retry retry :
                List.of(timed.retry("a"), timed.retry("b", timed.retry("a").config()))) {
            Throwable thrown = catchThrowable(() -> retry.call(() -> {
                runs.add(retry.name());
                time.advance(Duration.ofSeconds(2)); // no time is left for a second attempt
                throw new IOException();
            }));
            assertThat(thrown).isInstanceOf(IOException.class);
        }

        assertThat(runs).containsExactly("a", "b");
    }

    @Test
    void listenersHearOfNewRetriesAndOfThoseThatGo() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> heard.add("added " + added.name()));
        registry.onRemoved(removed -> heard.add("removed " + removed.name()));
        registry.retry("a");
        registry.retry("a");
        registry.remove("a");
        registry.remove("a");

        assertThat(heard).containsExactly("added a", "removed a");
    }

    @Test
    void aBadNameLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.retry(""));
        assertThat(registry.all()).isEmpty();
    }
}
