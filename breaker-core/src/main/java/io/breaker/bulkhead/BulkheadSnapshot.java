package io.breaker.bulkhead;

/**
 * The numbers of a bulkhead at one moment.
 *
 * @param name the bulkhead's name
 * @param maxAllowedConcurrentCalls how many calls may run at once
 * @param availableConcurrentCalls how many more may begin now; 0 while more run than may, after the limit was lowered
 * @param waitingCalls how many wait for a running one to end
 * @param rejectedCalls how many were refused since the bulkhead was made
 */
public record BulkheadSnapshot(
        String name,
        int maxAllowedConcurrentCalls,
        int availableConcurrentCalls,
        int waitingCalls,
        long rejectedCalls) {}
