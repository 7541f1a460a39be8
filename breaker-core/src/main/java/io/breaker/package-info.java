/** The words that all policies share. Start with {@link io.breaker.Policy}. */
@NullMarked
package io.breaker;

import org.jspecify.annotations.NullMarked;
