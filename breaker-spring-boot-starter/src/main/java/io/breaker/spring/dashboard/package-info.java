/**
 * The page for operators: what is open, since when, why, what it costs, and when it tries again. Start with
 * {@link io.breaker.spring.dashboard.Dashboard}, which has the one thread and those who watch.
 */
@NullMarked
package io.breaker.spring.dashboard;

import org.jspecify.annotations.NullMarked;
