package io.breaker.sample.outside;

/** Counts calls as they come and go. */
final class TrafficCounter {

    private int calls;
    private int running;
    private int mostAtOnce;

    synchronized void begin() {
        calls++;
        running++;
        mostAtOnce = Math.max(mostAtOnce, running);
    }

    synchronized void end() {
        running--;
    }

    /** What came since the last time this was asked. */
    synchronized PaymentTraffic take() {
        PaymentTraffic traffic = new PaymentTraffic(calls, mostAtOnce);
        calls = 0;
        mostAtOnce = running;
        return traffic;
    }
}
