package io.breaker.timelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLimiterRegistryTest {

    private final TimeLimiterConfig config =
            TimeLimiterConfig.builder().timeoutDuration(Duration.ofSeconds(5)).build();
    private final TimeLimiterRegistry registry = TimeLimiterRegistry.of(config);

    @Test
    void aNameStandsForOneInstanceWithItsConfiguration() {
        TimeLimiter limiter = registry.timeLimiter("a");

        assertThat(registry.timeLimiter("a")).isSameAs(limiter);
        assertThat(registry.timeLimiter("b")).isNotSameAs(limiter);
        assertThat(registry.find("a")).containsSame(limiter);
        assertThat(limiter.name()).isEqualTo("a");
        assertThat(limiter.config()).isSameAs(config);
        assertThat(limiter).hasToString("TimeLimiter 'a'");
    }

    @Test
    void aConfigurationIsLookedUpByNameUnlessTheCallerBringsOne() {
        TimeLimiterRegistry byName = TimeLimiterRegistry.of(name -> TimeLimiterConfig.builder()
                .timeoutDuration(Duration.ofSeconds(name.length()))
                .build());

        assertThat(byName.timeLimiter("four").config().timeoutDuration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(byName.timeLimiter("own", config).config()).isSameAs(config);
        assertThat(byName.timeLimiter("own").config()).isSameAs(config);
        assertThat(byName.timeLimiter("own", TimeLimiterConfig.ofDefaults()).config())
                .isSameAs(config);
    }

    @Test
    void listenersHearOfNewLimitersAndOfThoseThatGo() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> heard.add("added " + added.name()));
        registry.onRemoved(removed -> heard.add("removed " + removed.name()));
        registry.timeLimiter("a");
        registry.timeLimiter("a");
        registry.remove("a");
        registry.remove("a");

        assertThat(heard).containsExactly("added a", "removed a");
    }

    @Test
    void aBadNameLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.timeLimiter(""));
        assertThat(registry.all()).isEmpty();
    }
}
