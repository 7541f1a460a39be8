package io.breaker.benchmarks.startup;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The same application, without a circuit breaker and with one of two starters. */
public enum Variant {
    /** Neither starter is on the class path. */
    WITHOUT("without a starter", Set.of(), "PlainBean"),
    /** With what starters that guard annotated beans need before they do anything of their own. */
    INTERCEPTOR("floor: AspectJ and a bare interceptor", Set.of(Jars.ASPECTJ), "PlainBean", "BareInterceptor"),
    /** With this library's starter. */
    BREAKER("Breaker's starter", Set.of(Jars.ASPECTJ, Jars.BREAKER), "BreakerBean"),
    /** With Resilience4j's starter, and AspectJ, which it needs and does not bring. */
    RESILIENCE4J("Resilience4j's starter", Set.of(Jars.ASPECTJ, Jars.RESILIENCE4J), "Resilience4jBean");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<Jars> jars;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> sources;

    Variant(String title, Set<Jars> jars, String... sources) {
        this.title = title;
        this.jars = jars;
        this.sources = Arrays.stream(sources)
                .map(name -> "io.breaker.benchmarks.spring." + name)
                .toList();
    }

    /** {@return what the tables call it} */
    public String title() {
        return title;
    }

    /** {@return what a run calls it, among all that it measures} */
    public String line() {
        return "start-up: " + title;
    }

    /** {@return the classes that the application is made of, the bean's first} */
    List<String> sources() {
        return sources;
    }

    /** {@return whether Spring puts something around the bean} */
    boolean isGuarded() {
        return this != WITHOUT;
    }

    /** {@return whether the jar belongs onto this variant's class path} */
    boolean has(String jar) {
        return Arrays.stream(Jars.values()).allMatch(some -> jars.contains(some) || !some.include(jar));
    }

    /**
     * Looks whether the application runs with what this variant has, and with nothing else.
     *
     * @throws IllegalStateException if not: its time would be another variant's
     */
    void check(ClassLoader loader) {
        for (Jars some : Jars.values()) {
            if (some.isPresent(loader) != jars.contains(some)) {
                throw new IllegalStateException(
                        "the variant '" + title + "'" + (jars.contains(some) ? " needs " : " must not have ") + some
                                + " on its class path: " + System.getProperty("java.class.path"));
            }
        }
    }
}
