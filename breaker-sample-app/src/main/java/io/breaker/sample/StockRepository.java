package io.breaker.sample;

import io.breaker.annotation.CircuitBreaker;
import io.breaker.annotation.Retry;
import io.breaker.circuitbreaker.CallNotPermittedException;
import org.springframework.stereotype.Repository;

/** Reads stocks from Redis, and from the database while Redis is broken. */
@Repository
@SuppressWarnings("unused") // Fallbacks are called by their name.
class StockRepository {

    private final StockCache redis;
    private final StockDatabase database;

    StockRepository(StockCache redis, StockDatabase database) {
        this.redis = redis;
        this.database = database;
    }

    @Retry(name = "redis")
    @CircuitBreaker(name = "redis", fallbackMethod = "fromDatabase")
    Stock find(String storeId, String productId) {
        return redis.find(storeId, productId);
    }

    /** Redis is well but does not hold this stock: the next reader will find it there. */
    private Stock fromDatabase(String storeId, String productId, StockMissException miss) {
        Stock stock = database.find(storeId, productId);
        redis.put(stock);
        return stock;
    }

    /** The circuit is open: Redis was not even asked. */
    private Stock fromDatabase(String storeId, String productId, CallNotPermittedException open) {
        return database.find(storeId, productId);
    }

    /** Redis was asked and failed. */
    private Stock fromDatabase(String storeId, String productId, Throwable other) {
        return database.find(storeId, productId);
    }
}
