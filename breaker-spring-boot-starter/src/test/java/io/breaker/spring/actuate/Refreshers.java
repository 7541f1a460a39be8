package io.breaker.spring.actuate;

import io.breaker.spring.config.BreakerConfigRefresher;
import io.breaker.spring.config.BreakerSettings;
import java.time.Instant;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Refreshers for tests that change no configuration. */
final class Refreshers {

    private Refreshers() {}

    static BreakerConfigRefresher ofNothing() {
        return new BreakerConfigRefresher(
                new BreakerSettings(), new StaticListableBeanFactory(), event -> {}, Instant::now);
    }
}
