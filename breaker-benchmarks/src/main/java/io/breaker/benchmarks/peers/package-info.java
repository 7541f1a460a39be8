/** One adapter per library, all behind {@link io.breaker.benchmarks.peers.Peer}. */
@NullMarked
package io.breaker.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
