/** Small helps that know nothing of breakers. */
@NullMarked
package io.breaker.benchmarks.tools;

import org.jspecify.annotations.NullMarked;
