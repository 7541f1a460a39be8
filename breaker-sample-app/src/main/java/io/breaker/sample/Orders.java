package io.breaker.sample;

import io.breaker.sample.Order.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The orders in the database. */
@Repository
class Orders {

    private final JdbcClient jdbc;
    private final StockDatabase stocks;

    Orders(JdbcClient jdbc, StockDatabase stocks) {
        this.jdbc = jdbc;
        this.stocks = stocks;
    }

    /** Takes the stock and stores the order, both or neither. */
    @Transactional
    Order place(String storeId, String productId, int quantity) {
        stocks.take(storeId, productId, quantity);
        Order order = new Order(UUID.randomUUID().toString(), storeId, productId, quantity, State.PENDING);
        jdbc.sql("insert into orders (id, store_id, product_id, quantity, state, placed_at)"
                        + " values (?, ?, ?, ?, ?, current_timestamp)")
                .params(order.id(), storeId, productId, quantity, order.state().name())
                .update();
        return order;
    }

    Order find(String id) {
        return jdbc.sql("select id, store_id, product_id, quantity, state from orders where id = ?")
                .param(id)
                .query(Orders::order)
                .optional()
                .orElseThrow(() -> new UnknownOrderException(id));
    }

    List<Order> oldestPending(int atMost) {
        return jdbc.sql("select id, store_id, product_id, quantity, state from orders where state = ?"
                        + " order by placed_at limit ?")
                .params(State.PENDING.name(), atMost)
                .query(Orders::order)
                .list();
    }

    private static Order order(ResultSet row, int number) throws SQLException {
        return new Order(
                row.getString("id"),
                row.getString("store_id"),
                row.getString("product_id"),
                row.getInt("quantity"),
                State.valueOf(row.getString("state")));
    }

    Order paid(Order order) {
        jdbc.sql("update orders set state = ? where id = ?")
                .params(State.PAID.name(), order.id())
                .update();
        return order.in(State.PAID);
    }
}
