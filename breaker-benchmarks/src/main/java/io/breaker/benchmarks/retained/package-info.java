/** What a breaker keeps on the heap. */
@NullMarked
package io.breaker.benchmarks.retained;

import org.jspecify.annotations.NullMarked;
