package io.breaker.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/stocks/{storeId}/{productId}")
class StockController {

    private final StockRepository stocks;
    private final StockDatabase database;
    private final StockCache redis;

    StockController(StockRepository stocks, StockDatabase database, StockCache redis) {
        this.stocks = stocks;
        this.database = database;
        this.redis = redis;
    }

    @GetMapping
    Stock find(@PathVariable String storeId, @PathVariable String productId) {
        return stocks.find(storeId, productId);
    }

    @PutMapping
    Stock change(@PathVariable String storeId, @PathVariable String productId, @RequestBody NewQuantity wanted) {
        if (wanted.quantity() < 0) {
            throw new BadRequestException("quantity is " + wanted.quantity() + ": must be 0 or more");
        }
        Stock stock = database.change(storeId, productId, wanted.quantity());
        redis.drop(storeId, productId);
        return stock;
    }

    record NewQuantity(int quantity) {}
}
