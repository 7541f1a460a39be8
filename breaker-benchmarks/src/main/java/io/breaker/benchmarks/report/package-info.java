/** From samples to tables. */
@NullMarked
package io.breaker.benchmarks.report;

import org.jspecify.annotations.NullMarked;
