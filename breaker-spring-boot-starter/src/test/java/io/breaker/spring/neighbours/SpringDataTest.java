package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Spring Data repository with annotations on the interface: nobody writes a class. */
class SpringDataTest {

    public record Item(@Id String id, int amount) {}

    public interface Items extends Repository<Item, String> {

        @Retry(name = "items")
        @CircuitBreaker(name = "items", fallbackMethod = "none")
        @Query("select * from item where amount > :least")
        List<Item> withMoreThan(int least);

        @Query("select count(*) from item")
        int unguarded();

        default List<Item> none(int least, DataAccessException failed) {
            return List.of(new Item(failed.getClass().getSimpleName(), least));
        }

        default List<Item> none(Throwable other) {
            return List.of(new Item(other.getClass().getSimpleName(), -1));
        }
    }

    @CircuitBreaker(name = "all-items")
    public interface AllItems extends ListCrudRepository<Item, String> {}

    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = SpringDataTest.class)
    static class Repositories {}

    private static void run(ContextConsumer<AssertableApplicationContext> consumer) {
        Neighbourhood.application()
                .withConfiguration(AutoConfigurations.of(DataJdbcRepositoriesAutoConfiguration.class))
                .withUserConfiguration(Repositories.class)
                .run(consumer);
    }

    private static void makeTable(ApplicationContext context) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        jdbc.sql("create table item (\"ID\" varchar(20) primary key, \"AMOUNT\" int)")
                .update();
        jdbc.sql("insert into item values ('a', 3)").update();
    }

    private static CircuitBreakerSnapshot breaker(ApplicationContext context, String name) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker(name)
                .snapshot();
    }

    @Test
    void aQueryThatSucceedsIsCounted() {
        run(context -> {
            makeTable(context);
            assertThat(context.getBean(Items.class).withMoreThan(2)).containsExactly(new Item("a", 3));
            assertThat(breaker(context, "items").successfulCalls()).isEqualTo(1);
        });
    }

    @Test
    void aQueryThatFailsIsRetriedCountedAndAnsweredByTheDefaultMethod() {
        run(context -> {
            assertThat(context.getBean(Items.class).withMoreThan(2))
                    .containsExactly(new Item("BadSqlGrammarException", 2));
            assertThat(breaker(context, "items").failedCalls()).isEqualTo(3);
        });
    }

    @Test
    void aRefusedQueryIsAnsweredByTheDefaultMethod() {
        run(context -> {
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("items")
                    .open();
            assertThat(context.getBean(Items.class).withMoreThan(2))
                    .containsExactly(new Item("CallNotPermittedException", -1));
        });
    }

    @Test
    void aQueryWithoutAnnotationIsLeftAlone() {
        run(context -> {
            makeTable(context);
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("items")
                    .open();
            assertThat(context.getBean(Items.class).unguarded()).isEqualTo(1);
        });
    }

    @Test
    void anAnnotationOnTheInterfaceGuardsWhatItInherits() {
        run(context -> {
            makeTable(context);
            assertThat(context.getBean(AllItems.class).findAll()).containsExactly(new Item("a", 3));
            assertThat(breaker(context, "all-items").successfulCalls()).isEqualTo(1);
        });
    }
}
