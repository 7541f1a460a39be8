package io.breaker.benchmarks.report;

/**
 * What one fork measured.
 *
 * @param nanos time of a call
 * @param cpuNanos processor time of a call
 * @param bytes allocated in a call
 */
public record Sample(double nanos, double cpuNanos, double bytes) {}
