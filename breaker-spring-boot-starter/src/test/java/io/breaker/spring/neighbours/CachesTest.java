package io.breaker.spring.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

class CachesTest {

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Inside {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(order = Ordered.LOWEST_PRECEDENCE - 10)
    static class Outside {}

    static class Stock {

        private int calls;
        private boolean down;

        @Cacheable("stock")
        @CircuitBreaker(name = "stock")
        public String find(String id) {
            return call(id);
        }

        @Cacheable("stock")
        @CircuitBreaker(name = "stock", fallbackMethod = "unknown")
        public String findOrUnknown(String id) {
            return call(id);
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by name
        private String unknown(String id) {
            return "unknown";
        }

        private String call(String id) {
            calls++;
            if (down) {
                throw new IllegalStateException("down");
            }
            return id + " no. " + calls;
        }

        public int calls() {
            return calls;
        }

        public void down(boolean isDown) {
            down = isDown;
        }
    }

    private static io.breaker.circuitbreaker.CircuitBreaker breaker(ApplicationContext context) {
        return context.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock");
    }

    @Nested
    class InsideTheBreakerWhereTheyAreByDefault {

        @Test
        void aHitIsASuccessOfTheBreakers() {
            Neighbourhood.application()
                    .withUserConfiguration(Inside.class)
                    .withBean(Stock.class)
                    .run(context -> {
                        Stock stock = context.getBean(Stock.class);
                        stock.find("a");
                        stock.find("a");
                        assertThat(stock.calls()).isEqualTo(1);
                        assertThat(breaker(context).snapshot().successfulCalls())
                                .isEqualTo(2);
                    });
        }

        @Test
        void whatIsCachedIsRefusedWhileTheBreakerIsOpen() {
            Neighbourhood.application()
                    .withUserConfiguration(Inside.class)
                    .withBean(Stock.class)
                    .run(context -> {
                        Stock stock = context.getBean(Stock.class);
                        stock.find("a");
                        breaker(context).open();
                        assertThatThrownBy(() -> stock.find("a")).isInstanceOf(CallNotPermittedException.class);
                    });
        }

        @Test
        void whatAFallbackAnswersIsNotKept() {
            Neighbourhood.application()
                    .withUserConfiguration(Inside.class)
                    .withBean(Stock.class)
                    .run(context -> {
                        Stock stock = context.getBean(Stock.class);
                        stock.down(true);
                        assertThat(stock.findOrUnknown("a")).isEqualTo("unknown");
                        stock.down(false);
                        assertThat(stock.findOrUnknown("a")).isEqualTo("a no. 2");
                    });
        }
    }

    @Nested
    class OutsideTheBreakerByTheirOrder {

        @Test
        void aHitDoesNotReachTheBreaker() {
            Neighbourhood.application()
                    .withUserConfiguration(Outside.class)
                    .withBean(Stock.class)
                    .run(context -> {
                        Stock stock = context.getBean(Stock.class);
                        stock.find("a");
                        breaker(context).open();
                        assertThat(stock.find("a")).isEqualTo("a no. 1");
                        assertThat(breaker(context).snapshot().bufferedCalls()).isLessThan(2);
                        assertThat(breaker(context).snapshot().notPermittedCalls())
                                .isZero();
                    });
        }

        @Test
        void whatAFallbackAnswersIsKept() {
            Neighbourhood.application()
                    .withUserConfiguration(Outside.class)
                    .withBean(Stock.class)
                    .run(context -> {
                        Stock stock = context.getBean(Stock.class);
                        stock.down(true);
                        assertThat(stock.findOrUnknown("a")).isEqualTo("unknown");
                        stock.down(false);
                        assertThat(stock.findOrUnknown("a")).isEqualTo("unknown");
                        assertThat(stock.calls()).isEqualTo(1);
                    });
        }
    }
}
