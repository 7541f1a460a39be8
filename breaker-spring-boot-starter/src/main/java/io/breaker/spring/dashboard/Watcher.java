package io.breaker.spring.dashboard;

/** An open stream. */
interface Watcher {

    /** Sends without waiting. {@return false if the stream is over, or cannot follow and is therefore over now} */
    boolean send(Message message);

    /** Ends the stream, without waiting either. */
    void end();
}
