package io.breaker.sample;

import io.breaker.sample.Order.State;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

    private final OrderService service;
    private final Orders orders;

    OrderController(OrderService service, Orders orders) {
        this.service = service;
        this.orders = orders;
    }

    /** 201 for an order that is paid, 202 for one that is stored and will be paid later. */
    @PostMapping
    ResponseEntity<Answer> place(@RequestBody NewOrder wanted) {
        if (wanted.storeId() == null || wanted.productId() == null) {
            throw new BadRequestException("An order needs storeId, productId and quantity");
        }
        if (wanted.quantity() < 1) {
            throw new BadRequestException("quantity is " + wanted.quantity() + ": must be 1 or more");
        }
        Order order = service.place(wanted.storeId(), wanted.productId(), wanted.quantity());
        return ResponseEntity.status(order.state() == State.PAID ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .location(URI.create("/orders/" + order.id()))
                .body(Answer.of(order));
    }

    @GetMapping("/{id}")
    Answer find(@PathVariable String id) {
        return Answer.of(orders.find(id));
    }

    record NewOrder(@Nullable String storeId, @Nullable String productId, int quantity) {}

    record Answer(String id, String storeId, String productId, int quantity, State state, String message) {

        static Answer of(Order order) {
            String message = order.state() == State.PAID ? "paid" : "payment pending";
            return new Answer(order.id(), order.storeId(), order.productId(), order.quantity(), order.state(), message);
        }
    }
}
