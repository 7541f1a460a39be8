/** The annotated bean, by this library and by its peer, in an application with actuator and Prometheus. */
@NullMarked
package io.breaker.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
