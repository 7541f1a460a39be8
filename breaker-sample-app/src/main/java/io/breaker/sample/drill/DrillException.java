package io.breaker.sample.drill;

/** The drill cannot go on; the message is one line for the person who started it. */
final class DrillException extends RuntimeException {

    DrillException(String message) {
        super(message);
    }
}
