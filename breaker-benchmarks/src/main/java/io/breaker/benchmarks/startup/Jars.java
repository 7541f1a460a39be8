package io.breaker.benchmarks.startup;

import java.util.List;

/** Jars that only some variants of the application have, or none, and a class that tells whether they are there. */
enum Jars {
    /** This library and its starter. */
    BREAKER("io.breaker.spring.BreakerAutoConfiguration", "breaker-core", "breaker-spring-boot-starter"),
    /** Resilience4j with its starter. */
    RESILIENCE4J(
            "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration",
            "resilience4j-"),
    /** With which Spring looks for advice around every bean. */
    ASPECTJ("org.aspectj.weaver.Advice", "aspectj", "spring-boot-starter-aspectj"),
    /** What a fleet needs, and no variant has. */
    FLEETS(
            "io.breaker.redis.RedisFleetStore",
            "breaker-redis",
            "spring-data-",
            "spring-tx",
            "spring-oxm",
            "spring-context-support",
            "lettuce-",
            "redis-authx-",
            "netty-",
            "reactor-",
            "reactive-streams",
            "embedded-redis"),
    /** What measures calls. */
    JMH("org.openjdk.jmh.Main", "jmh-", "jopt-simple", "commons-math3"),
    /** The libraries that have no starter, with what they bring. */
    OTHER_PEERS(
            "dev.failsafe.Failsafe",
            "failsafe-",
            "sentinel-",
            "hystrix-",
            "archaius-",
            "commons-configuration",
            "commons-lang",
            "rxjava-",
            "smallrye-",
            "jboss-",
            "microprofile-",
            "jakarta.enterprise",
            "jakarta.inject",
            "jakarta.interceptor");

    private final String witness;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> beginnings;

    Jars(String witness, String... beginnings) {
        this.witness = witness;
        this.beginnings = List.of(beginnings);
    }

    /** {@return whether the jar is one of these} */
    boolean include(String jar) {
        return beginnings.stream().anyMatch(jar::startsWith);
    }

    /** {@return whether the loader finds these jars' classes} */
    boolean isPresent(ClassLoader loader) {
        return loader.getResource(witness.replace('.', '/') + ".class") != null;
    }
}
