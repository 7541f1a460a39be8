package io.breaker.spring.config;

import io.breaker.ratelimiter.RateLimiterConfig;

/** What the settings of a rate limiter are put into: the core's part, and what only Spring's side knows. */
record RateLimiterDraft(RateLimiterConfig.Builder config, HealthVisibility visibility) {

    static RateLimiterDraft empty() {
        return new RateLimiterDraft(RateLimiterConfig.builder(), new HealthVisibility());
    }
}
