package io.breaker.spring.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.ClassUtils;

/**
 * Keys that Resilience4j 2.4 knows and Breaker does not. They are no slips: a file that comes from there starts, and hears
 * what each of them becomes.
 */
final class Resilience4jKeys {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("resilience4j");

    /** Length of the name of a config. */
    private static final int ENTRY = 4;

    private static final String ANY = "*";
    private static final String POLICY = "<policy>";
    private static final Set<String> POLICIES = Stream.of(PolicyKind.values())
            .map(kind -> kind.key().replace("-", ""))
            .collect(Collectors.toUnmodifiableSet());

    /** A key, each part spelt in small letters and digits alone; and what to do instead. */
    private record Known(List<String> parts, String action) {

        boolean leadsTo(ConfigurationPropertyName name) {
            return name.getNumberOfElements() > parts.size()
                    && IntStream.range(0, parts.size())
                            .allMatch(i -> matches(parts.get(i), name.getElement(i + 1, Form.UNIFORM)));
        }

        private static boolean matches(String part, String written) {
            return part.equals(written) || part.equals(ANY) || (part.equals(POLICY) && POLICIES.contains(written));
        }
    }

    private static final String NO_STACK_TRACE = "Remove it: refusals of this policy have no stack trace.";

    private static final List<Known> ALL = List.of(
            order("circuitbreaker", "circuitbreakeraspectorder"),
            order("retry", "retryaspectorder"),
            order("ratelimiter", "ratelimiteraspectorder"),
            order("timelimiter", "timelimiteraspectorder"),
            known(
                    "Write breaker.bulkhead.aspect-order instead, and breaker.thread-pool-bulkhead.aspect-order for"
                            + " thread pools.",
                    "bulkhead",
                    "bulkheadaspectorder"),
            known("Write its entries below limiters under breaker.ratelimiter.instances.", "ratelimiter", "limiters"),
            known("Write its entries under instances: backends is an old name for it.", POLICY, "backends"),
            known("Remove it, or write management.metrics.tags for tags of all meters.", POLICY, "tags"),
            known("Remove it: there is one set of meters.", POLICY, "metrics", "legacy"),
            instance(
                    "Remove it: a class that does not exist is an error.",
                    "circuitbreaker",
                    "ignoreclassbindingexceptions"),
            instance(
                    "Make a RetryConfigCustomizer bean that sets the waits; or use the keys for growing and scattered"
                            + " waits.",
                    "retry",
                    "intervalbifunction"),
            instance(
                    "Remove it, and listen to RetryEvent by on(...) of the retry.",
                    "retry",
                    "consumeresultbeforeretryattempt"),
            instance(
                    "Remove it: events are kept where the endpoint ratelimiterevents is exposed.",
                    "ratelimiter",
                    "subscribeforevents"),
            instance(NO_STACK_TRACE, "bulkhead", "writablestacktraceenabled"),
            instance(NO_STACK_TRACE, "threadpoolbulkhead", "writablestacktraceenabled"),
            instance(NO_STACK_TRACE, "ratelimiter", "writablestacktraceenabled"),
            instance(
                    "Put io.micrometer:context-propagation on the class path and make each a ThreadLocalAccessor; or"
                            + " set the taskDecorator in a ThreadPoolBulkheadConfigCustomizer bean.",
                    "threadpoolbulkhead",
                    "contextpropagators"),
            known("Remove it: all policies share one timer of their own.", "scheduled", "executor"),
            known("Remove it, and time methods with Micrometer's @Timed.", "micrometer", "timer"));

    private Resilience4jKeys() {}

    private static Known known(String action, String... parts) {
        return new Known(List.of(parts), action);
    }

    private static Known order(String policy, String key) {
        return known("Write breaker." + policy + ".aspect-order instead; it takes the same number.", policy, key);
    }

    private static Known instance(String action, String policy, String key) {
        return known(action, policy, ANY, ANY, key);
    }

    /**
     * Resilience4j builds a circuit breaker on the config of its name, if there is one and it names no other. Breaker does
     * not, for any policy: what an instance builds on is written there.
     */
    static Problem namesake(Written ofConfig) {
        String config = PropertyView.text(ofConfig.name().chop(ENTRY));
        String name = Entries.name(ofConfig.name().chop(ENTRY));
        return new Problem(
                config + " is not inherited by the instance of the same name, as it is with Resilience4j.",
                ofConfig.origin(),
                "Write base-config: " + name + " into the instance, or rename the config.");
    }

    /**
     * Looks for keys with the old prefix, which nobody reads once the library is gone.
     *
     * @param view has all properties
     * @return what to note of them, all in one
     */
    static Optional<Problem> leftOver(PropertyView view) {
        List<ConfigurationPropertyName> keys = view.fileNamesBelow(PREFIX);
        Written first = keys.isEmpty() ? null : view.read(keys.get(0));
        if (first == null || ClassUtils.isPresent("io.github.resilience4j.core.Registry", null)) {
            return Optional.empty();
        }
        String others = keys.size() == 1
                ? " has"
                : " and " + (keys.size() - 1) + " other key" + (keys.size() == 2 ? "" : "s") + " below " + PREFIX
                        + " have";
        return Optional.of(new Problem(
                first.key() + others + " no effect: Resilience4j is not on the class path.",
                first.origin(),
                "Write breaker instead of " + PREFIX + "."));
    }

    /**
     * Looks for a key that Breaker does not know.
     *
     * @param unknown a property below {@code breaker}
     * @return what to note, with the key of Resilience4j's that leads to the property
     */
    static Optional<Problem> note(Written unknown) {
        return ALL.stream()
                .filter(known -> known.leadsTo(unknown.name()))
                .findFirst()
                .map(known -> new Problem(
                        PropertyView.text(unknown.name().chop(known.parts.size() + 1))
                                + " is a key of Resilience4j's and has no effect here.",
                        unknown.origin(),
                        known.action));
    }
}
