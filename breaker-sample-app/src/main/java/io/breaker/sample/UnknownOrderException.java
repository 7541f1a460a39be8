package io.breaker.sample;

/** There is no order with this id. */
class UnknownOrderException extends RuntimeException {

    UnknownOrderException(String id) {
        super("There is no order " + id);
    }
}
