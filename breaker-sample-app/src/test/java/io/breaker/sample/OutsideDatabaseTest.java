package io.breaker.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A configured database is used in place of the app's own, and outlives it. */
class OutsideDatabaseTest {

    private static final String URL = "jdbc:h2:mem:outside;DB_CLOSE_DELAY=-1";

    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    DataSourceInitializationAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withBean(StockSeed.class)
            .withBean(StockDatabase.class)
            .withBean(Orders.class)
            .withPropertyValues("spring.datasource.url=" + URL, "spring.sql.init.mode=always");

    @Test
    void stocksAndOrdersSurviveARestart() throws Exception {
        app.run(context -> {
            context.getBean(StockDatabase.class).change("2", "9", 7);
            context.getBean(Orders.class).place("2", "9", 3);
        });
        app.run(context -> {
            assertThat(context.getBean(StockDatabase.class).find("2", "9").quantity())
                    .isEqualTo(4);
            assertThat(context.getBean(Orders.class).oldestPending(10))
                    .singleElement()
                    .satisfies(order -> assertThat(order.quantity()).isEqualTo(3));
        });
        try (Connection outside = DriverManager.getConnection(URL, "sa", "");
                ResultSet rows = outside.createStatement().executeQuery("select count(*) from stocks")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(300);
        }
    }

    @Test
    void anOrderThatCannotBeStoredTakesNoStock() {
        app.withPropertyValues("spring.datasource.url=jdbc:h2:mem:broken").run(context -> {
            context.getBean(JdbcClient.class).sql("drop table orders").update();

            assertThatThrownBy(() -> context.getBean(Orders.class).place("3", "3", 1))
                    .isInstanceOf(BadSqlGrammarException.class);

            assertThat(context.getBean(StockDatabase.class).find("3", "3").quantity())
                    .isEqualTo(1_000);
        });
    }
}
