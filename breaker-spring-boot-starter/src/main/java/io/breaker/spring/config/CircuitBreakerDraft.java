package io.breaker.spring.config;

import io.breaker.circuitbreaker.CircuitBreakerConfig;

/** What the settings of a breaker are put into: the core's part, and what only Spring's side knows. */
record CircuitBreakerDraft(CircuitBreakerConfig.Builder config, HealthVisibility visibility) {

    static CircuitBreakerDraft empty() {
        return new CircuitBreakerDraft(CircuitBreakerConfig.builder(), new HealthVisibility());
    }
}
