package io.breaker.sample;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The stocks in the database, where they are true. */
@Component
class StockDatabase {

    private final JdbcClient jdbc;

    StockDatabase(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Stock find(String storeId, String productId) {
        return jdbc.sql("select quantity from stocks where store_id = ? and product_id = ?")
                .params(storeId, productId)
                .query(Integer.class)
                .optional()
                .map(quantity -> new Stock(storeId, productId, quantity, "database"))
                .orElseThrow(() -> new UnknownStockException(storeId, productId));
    }

    Stock change(String storeId, String productId, int quantity) {
        int changed = jdbc.sql("update stocks set quantity = ? where store_id = ? and product_id = ?")
                .params(quantity, storeId, productId)
                .update();
        if (changed == 0) {
            throw new UnknownStockException(storeId, productId);
        }
        return new Stock(storeId, productId, quantity, "database");
    }

    /** One statement that checks and takes, so that two orders never share a last piece. */
    void take(String storeId, String productId, int quantity) {
        int changed = jdbc.sql("update stocks set quantity = quantity - :taken"
                        + " where store_id = :store and product_id = :product and quantity >= :taken")
                .param("taken", quantity)
                .param("store", storeId)
                .param("product", productId)
                .update();
        if (changed == 0) {
            find(storeId, productId); // An unknown stock is another mistake than one that is short.
            throw new NotEnoughStockException(storeId, productId, quantity);
        }
    }
}
