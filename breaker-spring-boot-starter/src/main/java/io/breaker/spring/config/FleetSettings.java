package io.breaker.spring.config;

import io.breaker.fleet.FleetConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code breaker.fleet.*} says.
 *
 * @param prefix what the names of all that is shared begin with
 * @param scope which instances share, among those with the same prefix; empty for all of them
 * @param connection the name of the bean that connects to the place where the instances meet, or {@code null} for the
 *     application's only or primary one
 * @param config how this instance takes part
 * @param startupTimeout how long the start waits for what the fleet knows, at most
 */
public record FleetSettings(
        String prefix, String scope, @Nullable String connection, FleetConfig config, Duration startupTimeout) {}
