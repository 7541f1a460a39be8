package io.breaker.sample;

import io.breaker.sample.Order.State;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Places orders, and settles those whose payment is pending. */
@Service
class OrderService {

    private static final int ORDERS_PER_ROUND = 200;

    private final Orders orders;
    private final PaymentClient payment;
    private final StockCache redis;

    OrderService(Orders orders, PaymentClient payment, StockCache redis) {
        this.orders = orders;
        this.payment = payment;
        this.redis = redis;
    }

    /** The payment service is called after the transaction has ended: nobody waits for it with a connection in hand. */
    Order place(String storeId, String productId, int quantity) {
        Order order = orders.place(storeId, productId, quantity);
        redis.drop(storeId, productId);
        return settle(order);
    }

    /**
     * Stops at the first order that stays pending: payment is still broken, and the breaker decides when to try again. An
     * order that is being placed at this moment may be charged twice, which its idempotency key makes harmless.
     */
    @Scheduled(fixedDelayString = "${order.settle-interval}")
    void settlePending() {
        for (Order order : orders.oldestPending(ORDERS_PER_ROUND)) {
            if (settle(order).state() == State.PENDING) {
                return;
            }
        }
    }

    private Order settle(Order order) {
        return payment.charge(order) == State.PAID ? orders.paid(order) : order;
    }
}
