package io.breaker;

/** A listener's place in a list of listeners. Closing it ends the deliveries; closing it again does nothing. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
