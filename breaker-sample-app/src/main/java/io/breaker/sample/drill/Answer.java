package io.breaker.sample.drill;

/**
 * What became of one request.
 *
 * @param sentNanos when it was due to be sent
 * @param tookNanos how long its client waited
 */
record Answer(long sentNanos, long tookNanos, Kind kind) {

    enum Kind {
        REDIS,
        DATABASE,
        PAID,
        PENDING,
        /** An error, or no answer in time. */
        FAILED,
        /** So many requests were waiting that this one was not sent any more. */
        NOT_SENT;

        boolean isFailure() {
            return this == FAILED || this == NOT_SENT;
        }
    }

    long doneNanos() {
        return sentNanos + tookNanos;
    }
}
