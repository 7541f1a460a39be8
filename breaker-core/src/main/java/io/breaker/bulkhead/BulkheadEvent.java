package io.breaker.bulkhead;

import java.time.Instant;

/** What a bulkhead tells its listeners. Times are wall-clock times, for display. */
public sealed interface BulkheadEvent {

    /** {@return the bulkhead's name} */
    String name();

    /** {@return when it happened} */
    Instant time();

    /** A call was refused. */
    record Rejected(String name, Instant time) implements BulkheadEvent {}
}
