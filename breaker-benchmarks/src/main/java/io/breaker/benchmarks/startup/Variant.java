package io.breaker.benchmarks.startup;

import java.util.List;

/** The same application, without a circuit breaker and with one of two starters. */
public enum Variant {
    /** Neither starter is on the class path. */
    WITHOUT("without a starter", "PlainBean"),
    /** With this library's starter. */
    BREAKER("Breaker's starter", "BreakerBean", "breaker-", "aspectj", "spring-boot-starter-aspectj"),
    /** With Resilience4j's starter, and AspectJ, which it needs and does not bring. */
    RESILIENCE4J(
            "Resilience4j's starter", "Resilience4jBean", "resilience4j-", "aspectj", "spring-boot-starter-aspectj");

    private final String title;
    private final String bean;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> jars;

    Variant(String title, String bean, String... jars) {
        this.title = title;
        this.bean = bean;
        this.jars = List.of(jars);
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    /** {@return the class of the one bean} */
    String bean() {
        return "io.breaker.benchmarks.spring." + bean;
    }

    /** {@return whether this variant has a jar that not all have} */
    boolean has(String jar) {
        return jars.stream().anyMatch(jar::startsWith);
    }
}
