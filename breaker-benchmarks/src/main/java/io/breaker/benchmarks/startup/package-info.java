/** What a starter adds to the start of an application. */
@NullMarked
package io.breaker.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
