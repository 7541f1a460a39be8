package io.breaker.sample;

/** What the client sent makes no sense; the message says why. */
class BadRequestException extends RuntimeException {

    BadRequestException(String message) {
        super(message);
    }
}
