package io.breaker.sample;

import io.breaker.annotation.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * The stocks in Redis. Nobody waits for a write: no request needs its outcome, and a Redis that hangs must not hold one up.
 * The breaker learns from writes all the same, and refuses them while it is open.
 */
@Component
@SuppressWarnings("unused") // Fallbacks are called by their name.
class StockCache {

    private final StringRedisTemplate reads;
    private final ReactiveStringRedisTemplate writes;
    private final Duration timeToLive;

    StockCache(
            StringRedisTemplate reads,
            ReactiveStringRedisTemplate writes,
            @Value("${stock.cache-time-to-live}") Duration timeToLive) {
        this.reads = reads;
        this.writes = writes;
        this.timeToLive = timeToLive;
    }

    Stock find(String storeId, String productId) {
        String quantity = reads.opsForValue().get(key(storeId, productId));
        if (quantity == null) {
            throw new StockMissException(storeId, productId);
        }
        return new Stock(storeId, productId, Integer.parseInt(quantity), "redis");
    }

    /** Entries expire, so that a {@link #drop} that was lost cannot leave a wrong number for good. */
    @CircuitBreaker(name = "redis", fallbackMethod = "notDone")
    CompletionStage<?> put(Stock stock) {
        String key = key(stock.storeId(), stock.productId());
        return writes.opsForValue()
                .set(key, Integer.toString(stock.quantity()), timeToLive)
                .toFuture();
    }

    @CircuitBreaker(name = "redis", fallbackMethod = "notDone")
    CompletionStage<?> drop(String storeId, String productId) {
        return writes.opsForValue().delete(key(storeId, productId)).toFuture();
    }

    private CompletionStage<?> notDone(Throwable cause) {
        return CompletableFuture.completedFuture(null);
    }

    /** A stock is put here only if the database has it, and no id there holds a slash: no two stocks share a key. */
    private static String key(String storeId, String productId) {
        return "stock:" + storeId + "/" + productId;
    }
}
