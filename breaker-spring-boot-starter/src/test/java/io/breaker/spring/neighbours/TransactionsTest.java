package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import io.breaker.circuitbreaker.CircuitBreakerSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class TransactionsTest {

    private final ApplicationContextRunner application = Neighbourhood.application()
            .withBean(Transactions.class)
            .withBean(Orders.class)
            .withBean(Shop.class);

    private void run(ContextConsumer<AssertableApplicationContext> consumer) {
        application.run(context -> {
            context.getBean(JdbcClient.class)
                    .sql("create table orders (id varchar(20))")
                    .update();
            consumer.accept(context);
        });
    }

    private static List<@Nullable String> rows(ApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("select id from orders order by id")
                .query(String.class)
                .list();
    }

    private static CircuitBreakerSnapshot breaker(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class)
                .circuitBreaker("orders")
                .snapshot();
    }

    @Test
    void eachAttemptOfARetryIsATransactionOfItsOwn() {
        run(context -> {
            context.getBean(Orders.class).failing(2).place("a");
            assertThat(context.getBean(Transactions.class).log)
                    .containsExactly("begin", "rollback", "begin", "rollback", "begin", "commit");
            assertThat(rows(context)).containsExactly("a");
            assertThat(breaker(context).failedCalls()).isEqualTo(2);
            assertThat(breaker(context).successfulCalls()).isEqualTo(1);
        });
    }

    @Test
    void aCommitThatFailsIsAFailureThoughTheMethodHasReturned() {
        run(context -> {
            Shop shop = context.getBean(Shop.class);
            assertThatThrownBy(() -> shop.placeAndSwallow("a")).isInstanceOf(UnexpectedRollbackException.class);
            assertThat(breaker(context).failedCalls()).isEqualTo(1);
            assertThat(rows(context)).isEmpty();
        });
    }

    @Test
    void aRollbackThatTheMethodItselfAsksForIsNoFailure() {
        run(context -> {
            context.getBean(Shop.class).placeAndThinkAgain("a");
            assertThat(rows(context)).isEmpty();
            assertThat(breaker(context).failedCalls()).isZero();
            assertThat(breaker(context).successfulCalls()).isEqualTo(1);
        });
    }

    @Test
    void aRefusedCallBeginsNoTransaction() {
        run(context -> {
            context.getBean(CircuitBreakerRegistry.class)
                    .circuitBreaker("orders")
                    .open();
            assertThatThrownBy(() -> context.getBean(Orders.class).place("a"))
                    .isInstanceOf(CallNotPermittedException.class);
            assertThat(context.getBean(Transactions.class).log).isEmpty();
        });
    }

    @Test
    void aFallbackRunsAfterTheRollbackAndOutsideTheTransaction() {
        run(context -> {
            assertThat(context.getBean(Orders.class).placeOrSay("a")).isEqualTo("in a transaction: false");
            assertThat(context.getBean(Transactions.class).log).containsExactly("begin", "rollback");
        });
    }

    @Test
    void aFallbackWithATransactionOfItsOwnHasOne() {
        run(context -> {
            context.getBean(Orders.class).placeOrNote("a");
            assertThat(context.getBean(Transactions.class).log).containsExactly("begin", "rollback", "begin", "commit");
            assertThat(rows(context)).containsExactly("a not placed");
        });
    }

    @Test
    void attemptsInATransactionOfTheCallersShareItAndItIsLostWithTheFirstFailure() {
        run(context -> {
            context.getBean(Orders.class).failing(1);
            assertThatThrownBy(() -> context.getBean(Shop.class).placeWithin("a"))
                    .isInstanceOf(UnexpectedRollbackException.class);
            assertThat(breaker(context).failedCalls()).isEqualTo(1);
            assertThat(breaker(context).successfulCalls()).isEqualTo(1); // in vain
            assertThat(rows(context)).isEmpty();
        });
    }

    @Test
    void attemptsThatAskForNewTransactionsAreSafeFromThat() {
        run(context -> {
            context.getBean(Orders.class).failing(1);
            context.getBean(Shop.class).placeApartWithin("a");
            assertThat(rows(context)).containsExactly("a");
        });
    }

    /** Notes what becomes of transactions. */
    static class Transactions implements TransactionExecutionListener {

        private final List<String> log = new ArrayList<>();

        @Override
        public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
            log.add("begin");
        }

        @Override
        public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
            log.add("commit");
        }

        @Override
        public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
            log.add("rollback");
        }
    }

    static class Orders {

        private final JdbcClient jdbc;
        private int failures;

        Orders(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        public Orders failing(int times) {
            failures = times;
            return this;
        }

        @Retry(name = "orders")
        @CircuitBreaker(name = "orders")
        @Transactional
        public void place(String id) {
            insert(id);
        }

        @Retry(name = "orders")
        @CircuitBreaker(name = "orders")
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void placeApart(String id) {
            insert(id);
        }

        @Transactional
        public void placeAndFail(String id) {
            jdbc.sql("insert into orders values (?)").param(id).update();
            throw new IllegalStateException("no stock");
        }

        @CircuitBreaker(name = "orders", fallbackMethod = "say")
        @Transactional
        public String placeOrSay(String id) {
            throw new IllegalStateException("no stock for " + id);
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name
        private String say(String id) {
            return "in a transaction: " + TransactionSynchronizationManager.isActualTransactionActive();
        }

        @CircuitBreaker(name = "orders", fallbackMethod = "note")
        @Transactional
        public void placeOrNote(String id) {
            throw new IllegalStateException("no stock for " + id);
        }

        @Transactional
        public void note(String id, Throwable thrown) {
            jdbc.sql("insert into orders values (?)").param(id + " not placed").update();
        }

        private void insert(String id) {
            jdbc.sql("insert into orders values (?)").param(id).update();
            if (failures-- > 0) {
                throw new IllegalStateException("no stock");
            }
        }
    }

    static class Shop {

        private final Orders orders;

        Shop(Orders orders) {
            this.orders = orders;
        }

        @CircuitBreaker(name = "orders")
        @Transactional
        public void placeAndSwallow(String id) {
            try {
                orders.placeAndFail(id);
            } catch (IllegalStateException swallowed) {
                // the transaction that both share is marked for rollback by now
            }
        }

        @CircuitBreaker(name = "orders")
        @Transactional
        public void placeAndThinkAgain(String id) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        }

        @Transactional
        public void placeWithin(String id) {
            orders.place(id);
        }

        @Transactional
        public void placeApartWithin(String id) {
            orders.placeApart(id);
        }
    }
}
