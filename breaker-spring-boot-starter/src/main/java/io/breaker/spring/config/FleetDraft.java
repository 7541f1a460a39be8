package io.breaker.spring.config;

import io.breaker.Check;
import io.breaker.fleet.FleetConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the settings of the fleet are put into: the core's part, and what only Spring's side knows, with the defaults. */
final class FleetDraft {

    private static final String NAME = "[A-Za-z0-9._:-]{1,50}";
    private static final String RULE = "must have from 1 to 50 letters, digits, dots, underscores, colons and dashes";

    private final FleetConfig.Builder config = FleetConfig.builder();
    private String prefix = "breaker";
    private String scope = "";
    private @Nullable String connection;
    private Duration startupTimeout = Duration.ofMillis(250);

    FleetConfig.Builder config() {
        return config;
    }

    void prefix(String value) {
        prefix = Check.require(value.matches(NAME), "prefix", value, RULE);
    }

    /** A placeholder without a value of its own leaves it empty. */
    void scope(String value) {
        scope = Check.require(value.isEmpty() || value.matches(NAME), "scope", value, RULE);
    }

    void connection(String value) {
        connection = value.isBlank() ? null : value;
    }

    /** What is blank, such as a placeholder without a value, is not set; so it is with the names of beans. */
    void instanceId(String value) {
        if (!value.isBlank()) {
            config.instanceId(value);
        }
    }

    void startupTimeout(Duration value) {
        startupTimeout = Check.within("startupTimeout", value, Duration.ZERO, Duration.ofMinutes(1));
    }

    /** Fails if two settings do not fit each other. */
    FleetSettings settings() {
        return new FleetSettings(prefix, scope, connection, config.build(), startupTimeout);
    }
}
