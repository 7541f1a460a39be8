package io.breaker.bulkhead;

/**
 * The numbers of a thread-pool bulkhead at one moment.
 *
 * @param name the bulkhead's name
 * @param coreThreadPoolSize how many threads it keeps
 * @param maxThreadPoolSize how many calls may run at once
 * @param threadPoolSize how many threads there are; with virtual threads, how many calls run
 * @param activeThreadCount how many threads are running calls; one whose call waits for a stage is not
 * @param runningCalls how many calls run, those included whose stage has not completed
 * @param queueCapacity how many calls may wait
 * @param queueDepth how many calls wait
 * @param rejectedCalls how many were refused since the bulkhead was made
 */
public record ThreadPoolBulkheadSnapshot(
        String name,
        int coreThreadPoolSize,
        int maxThreadPoolSize,
        int threadPoolSize,
        int activeThreadCount,
        int runningCalls,
        int queueCapacity,
        int queueDepth,
        long rejectedCalls) {}
