package io.breaker.sample;

/** Redis answered, but does not hold this stock: nothing is broken, so breaker and retry ignore it. */
class StockMissException extends RuntimeException {

    StockMissException(String storeId, String productId) {
        // A miss is an everyday event: it needs no stack trace.
        super("Store " + storeId + " and product " + productId + " are not cached", null, false, false);
    }
}
