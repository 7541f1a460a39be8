/** Tests of what is below {@code ops} in the repository, against the running application. Start with {@code WatchedApp}. */
@NullMarked
package io.breaker.sample.ops;

import org.jspecify.annotations.NullMarked;
