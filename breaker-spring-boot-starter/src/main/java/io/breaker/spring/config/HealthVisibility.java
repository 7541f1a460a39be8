package io.breaker.spring.config;

/**
 * And whether it shows in the health endpoint, with the defaults. It shows unless somebody says otherwise: who has
 * configured it wants to see it, and it harms nobody, since it turns nothing down by default.
 */
final class HealthVisibility extends Visibility {

    private boolean registerHealthIndicator = true;
    private boolean allowHealthIndicatorToFail;

    boolean registerHealthIndicator() {
        return registerHealthIndicator;
    }

    void registerHealthIndicator(boolean value) {
        registerHealthIndicator = value;
    }

    boolean allowHealthIndicatorToFail() {
        return allowHealthIndicatorToFail;
    }

    void allowHealthIndicatorToFail(boolean value) {
        allowHealthIndicatorToFail = value;
    }
}
