package io.breaker.spring.neighbours;

import io.breaker.spring.BreakerAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

/** Applications with Breaker, a database of their own and what the tests add; retries do not wait. */
final class Neighbourhood {

    private Neighbourhood() {}

    static ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BreakerAutoConfiguration.class,
                        AopAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        TransactionManagerCustomizationAutoConfiguration.class))
                .withBean(ConcurrentMapCacheManager.class)
                .withPropertyValues(
                        "spring.datasource.generate-unique-name=true",
                        "breaker.retry.configs.default.wait-duration=0",
                        "breaker.circuitbreaker.configs.default.sliding-window-size=20",
                        "breaker.circuitbreaker.configs.default.minimum-number-of-calls=20");
    }
}
