package io.breaker.spring.config;

/** Says by which rule something the configuration names cannot be used. */
final class UnusableException extends RuntimeException {

    private final String rule;
    private final String action;

    UnusableException(String rule, String action) {
        super(rule);
        this.rule = rule;
        this.action = action;
    }

    String rule() {
        return rule;
    }

    String action() {
        return action;
    }
}
