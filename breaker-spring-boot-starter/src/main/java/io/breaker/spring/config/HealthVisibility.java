package io.breaker.spring.config;

/**
 * Whether an instance shows in the health endpoint, with the defaults. It shows unless somebody says otherwise: who has
 * configured it wants to see it, and it harms nobody, since it turns nothing down by default.
 */
class HealthVisibility {

    private boolean registerHealthIndicator = true;
    private boolean allowHealthIndicatorToFail;

    final boolean registerHealthIndicator() {
        return registerHealthIndicator;
    }

    final void registerHealthIndicator(boolean value) {
        registerHealthIndicator = value;
    }

    final boolean allowHealthIndicatorToFail() {
        return allowHealthIndicatorToFail;
    }

    final void allowHealthIndicatorToFail(boolean value) {
        allowHealthIndicatorToFail = value;
    }
}
