package io.breaker.spring.config;

import org.jspecify.annotations.Nullable;

/**
 * A value as it stands in a file and what it must become.
 *
 * @param node a text, or a list of texts
 * @param expected what the accessor must return
 */
record FuzzValue(Object node, @Nullable Object expected) {}
