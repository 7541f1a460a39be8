/** What every policy does for every return type. Start with {@code ReturnTypesTest}. */
@NullMarked
package io.breaker.spring.contract;

import org.jspecify.annotations.NullMarked;
