package io.breaker.spring.config;

import org.jspecify.annotations.Nullable;

/**
 * Something in an application that is wrong, or looks so, and can be known at startup.
 *
 * @param message the key or the method, the value and the rule, as in "breaker.retry.instances.redis.max-attempts is 0:
 *     must be at least 1"
 * @param origin where it stands, such as a file and line, where that is known
 * @param action how to mend it, as a sentence
 */
public record Problem(String message, @Nullable String origin, String action) {}
