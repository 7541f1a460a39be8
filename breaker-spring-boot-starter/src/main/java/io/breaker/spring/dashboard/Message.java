package io.breaker.spring.dashboard;

/**
 * One server-sent event.
 *
 * @param event its type, {@code hello} or {@code tick}
 * @param json its data
 */
record Message(String event, String json) {

    /** How many may wait for one watcher: who is further behind is let go, reconnects, and begins anew. */
    static final int MOST_WAITING = 16;
}
