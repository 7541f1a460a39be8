package io.breaker.spring.config;

import io.breaker.Check;

/** How an instance shows to operators, with the defaults. */
class Visibility {

    /** Buffers are made at once, up to four for an instance: more would be memory lost to a slip of the finger. */
    private static final int MOST_EVENTS = 10_000;

    private int eventConsumerBufferSize = 100;

    final int eventConsumerBufferSize() {
        return eventConsumerBufferSize;
    }

    final void eventConsumerBufferSize(int value) {
        eventConsumerBufferSize = Check.within("eventConsumerBufferSize", value, 0, MOST_EVENTS);
    }
}
