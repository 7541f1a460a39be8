/** A browser for tests. Start with {@link io.breaker.sample.browser.Chromium}. */
@NullMarked
package io.breaker.sample.browser;

import org.jspecify.annotations.NullMarked;
