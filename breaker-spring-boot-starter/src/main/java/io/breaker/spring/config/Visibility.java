package io.breaker.spring.config;

import io.breaker.Check;

/** How a breaker shows to operators, with the defaults. */
final class Visibility extends HealthVisibility {

    /** Buffers are made at once and there are four to a breaker: more would be memory lost to a slip of the finger. */
    private static final int MOST_EVENTS = 10_000;

    private int eventConsumerBufferSize = 100;

    int eventConsumerBufferSize() {
        return eventConsumerBufferSize;
    }

    void eventConsumerBufferSize(int value) {
        eventConsumerBufferSize = Check.within("eventConsumerBufferSize", value, 0, MOST_EVENTS);
    }
}
