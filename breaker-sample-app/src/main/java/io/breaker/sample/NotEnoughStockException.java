package io.breaker.sample;

/** The store has fewer pieces than an order asks for. */
class NotEnoughStockException extends RuntimeException {

    NotEnoughStockException(String storeId, String productId, int wanted) {
        super("Store " + storeId + " has fewer than " + wanted + " of product " + productId);
    }
}
