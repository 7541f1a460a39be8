package io.breaker.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breaker.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimiterRegistryTest {

    private final RateLimiterConfig config =
            RateLimiterConfig.builder().timeoutDuration(Duration.ofSeconds(5)).build();
    private final RateLimiterRegistry registry = RateLimiterRegistry.of(config);

    @Test
    void aNameStandsForOneInstanceWithItsConfiguration() {
        RateLimiter limiter = registry.rateLimiter("a");

        assertThat(registry.rateLimiter("a")).isSameAs(limiter);
        assertThat(registry.rateLimiter("b")).isNotSameAs(limiter);
        assertThat(registry.find("a")).containsSame(limiter);
        assertThat(limiter.name()).isEqualTo("a");
        assertThat(limiter.config()).isSameAs(config);
        assertThat(limiter).hasToString("RateLimiter 'a'");
    }

    @Test
    void aConfigurationIsLookedUpByNameUnlessTheCallerBringsOne() {
        RateLimiterRegistry byName = RateLimiterRegistry.of(
                name -> RateLimiterConfig.builder()
                        .timeoutDuration(Duration.ofSeconds(name.length()))
                        .build(),
                new ManualTime());

        assertThat(byName.rateLimiter("four").config().timeoutDuration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(byName.rateLimiter("own", config).config()).isSameAs(config);
        assertThat(byName.rateLimiter("own").config()).isSameAs(config);
        assertThat(byName.rateLimiter("own", RateLimiterConfig.ofDefaults()).config())
                .isSameAs(config);
    }

    @Test
    void listenersHearOfNewLimitersAndOfThoseThatGo() {
        List<String> heard = new ArrayList<>();
        registry.onAdded(added -> heard.add("added " + added.name()));
        registry.onRemoved(removed -> heard.add("removed " + removed.name()));
        registry.rateLimiter("a");
        registry.rateLimiter("a");
        registry.remove("a");
        registry.remove("a");

        assertThat(heard).containsExactly("added a", "removed a");
    }

    @Test
    void aBadNameLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> registry.rateLimiter(""));
        assertThat(registry.all()).isEmpty();
    }
}
