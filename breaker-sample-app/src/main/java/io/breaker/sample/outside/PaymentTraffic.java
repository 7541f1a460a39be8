package io.breaker.sample.outside;

/**
 * What reached the payment service in a while.
 *
 * @param calls how many began in it
 * @param mostAtOnce how many it was busy with at the same moment
 */
public record PaymentTraffic(int calls, int mostAtOnce) {}
