package io.breaker.spring.config;

/**
 * Says, as a bean, that instances of a policy are named elsewhere than in annotations, so that one which no annotation names
 * may well be used.
 *
 * @param kind the policy
 */
public record UsedElsewhere(PolicyKind kind) {}
