/** Applications that Spring has processed ahead of time. */
@NullMarked
package io.breaker.spring.aot;

import org.jspecify.annotations.NullMarked;
