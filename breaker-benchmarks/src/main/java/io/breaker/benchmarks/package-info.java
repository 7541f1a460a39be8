/** The benchmarks' command: start reading at {@link io.breaker.benchmarks.Main}. */
@NullMarked
package io.breaker.benchmarks;

import org.jspecify.annotations.NullMarked;
