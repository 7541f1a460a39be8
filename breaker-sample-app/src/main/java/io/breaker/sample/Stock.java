package io.breaker.sample;

/**
 * How many pieces of a product a store has.
 *
 * @param servedBy who answered: {@code redis} or {@code database}
 */
record Stock(String storeId, String productId, int quantity, String servedBy) {}
