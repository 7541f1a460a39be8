package io.breaker.bulkhead;

/** How the races of kept permits begin. */
final class KeptPermit {

    private KeptPermit() {}

    /** {@return a count of which one permit is taken, and one kept; the limit is above 2, or none would be} */
    static PermitCount besideATakenOne(int limit) {
        PermitCount permits = new PermitCount(limit);
        permits.spread();
        permits.take();
        permits.take();
        permits.giveBack();
        return permits;
    }
}
