/** The stock service: start reading at {@link io.breaker.sample.StockRepository}, the twenty lines this sample is about. */
@NullMarked
package io.breaker.sample;

import org.jspecify.annotations.NullMarked;
