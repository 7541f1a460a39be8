/** One adapter per library, all behind {@link io.breaker.benchmarks.peers.Peer}, and one for its limits, behind
 * {@link io.breaker.benchmarks.peers.Limit}. */
@NullMarked
package io.breaker.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
