package io.breaker.spring;

import io.breaker.spring.config.BreakerConfigException;
import io.breaker.spring.config.BreakerConfigRefresher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/** With Spring Cloud, instances follow the environment when that changes. */
@AutoConfiguration(afterName = "io.breaker.spring.BreakerAutoConfiguration")
@ConditionalOnClass(EnvironmentChangeEvent.class)
public final class BreakerRefreshAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(BreakerRefreshAutoConfiguration.class);

    /** Any key may matter, since values may be made of others. */
    @Bean
    @ConditionalOnBean(BreakerConfigRefresher.class)
    static ApplicationListener<EnvironmentChangeEvent> breakerEnvironmentListener(BreakerConfigRefresher refresher) {
        return new Follower(refresher);
    }

    /** A class, so that Spring knows what it listens to. */
    private record Follower(BreakerConfigRefresher refresher) implements ApplicationListener<EnvironmentChangeEvent> {

        @Override
        public void onApplicationEvent(EnvironmentChangeEvent event) {
            try {
                refresher.refresh();
            } catch (BreakerConfigException refused) { // others listen, too
                log.error(
                        "The environment has changed, and the configuration stays as it was: {}", refused.getMessage());
            }
        }
    }
}
