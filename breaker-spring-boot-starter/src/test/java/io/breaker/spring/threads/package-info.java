/** Breaker on virtual threads. */
@NullMarked
package io.breaker.spring.threads;

import org.jspecify.annotations.NullMarked;
