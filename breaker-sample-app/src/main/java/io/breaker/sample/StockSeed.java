package io.breaker.sample;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/** Fills an empty database with stores 1 to 3, each of which sells products 1 to 100. */
@Component
class StockSeed implements InitializingBean {

    private static final int STORES = 3;
    private static final int PRODUCTS = 100;
    private static final int QUANTITY = 1_000;

    private final JdbcOperations jdbc;

    StockSeed(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        Integer stocks = jdbc.queryForObject("select count(*) from stocks", Integer.class);
        if (stocks != null && stocks > 0) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        for (int store = 1; store <= STORES; store++) {
            for (int product = 1; product <= PRODUCTS; product++) {
                rows.add(new Object[] {Integer.toString(store), Integer.toString(product), QUANTITY});
            }
        }
        try {
            jdbc.batchUpdate("insert into stocks (store_id, product_id, quantity) values (?, ?, ?)", rows);
        } catch (DuplicateKeyException e) {
            // Another instance of this app is filling the same outside database.
            return;
        }
    }
}
