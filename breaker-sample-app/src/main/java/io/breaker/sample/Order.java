package io.breaker.sample;

/**
 * An order whose pieces are taken from the stock.
 *
 * @param id also the idempotency key of its payment
 */
record Order(String id, String storeId, String productId, int quantity, State state) {

    enum State {
        /** Stored, not yet known to be paid. */
        PENDING,
        PAID
    }

    Order in(State next) {
        return new Order(id, storeId, productId, quantity, next);
    }
}
