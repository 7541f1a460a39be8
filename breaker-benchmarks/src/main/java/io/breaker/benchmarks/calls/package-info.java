/** What JMH runs: one class per family of scenarios. */
@NullMarked
package io.breaker.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
