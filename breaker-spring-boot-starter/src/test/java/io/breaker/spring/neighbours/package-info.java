/** Breaker beside what else may stand on the same method: what {@code docs/neighbours.md} says is what these tests see. */
@NullMarked
package io.breaker.spring.neighbours;

import org.jspecify.annotations.NullMarked;
