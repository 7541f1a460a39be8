package io.breaker.sample;

/** The store does not sell the product, or there is no such store. */
class UnknownStockException extends RuntimeException {

    UnknownStockException(String storeId, String productId) {
        super("Store " + storeId + " has no product " + productId);
    }
}
