package io.breaker.spring.aop;

import io.breaker.spring.config.Nearest;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which instances the annotations name, against those that the properties configure. */
final class InstanceUse {

    private final Map<PolicyKind, Map<String, GuardedMethod>> named = new EnumMap<>(PolicyKind.class);

    private final Set<PolicyKind> elsewhere = EnumSet.noneOf(PolicyKind.class);

    void add(PolicyKind kind, String name, GuardedMethod by) {
        named.computeIfAbsent(kind, any -> new LinkedHashMap<>()).putIfAbsent(name, by);
    }

    /** Takes note that not only annotations name instances of a policy. */
    void elsewhere(PolicyKind kind) {
        elsewhere.add(kind);
    }

    /**
     * Notes the names that do not meet: a typing error leaves an annotation with the default configuration, and a
     * configuration that nobody uses.
     */
    void compare(PolicyKind kind, Set<String> configured, StartupReport report) {
        Map<String, GuardedMethod> used = named.getOrDefault(kind, Map.of());
        Set<String> unused = new HashSet<>(configured);
        unused.removeAll(used.keySet());
        Set<String> unexplained = new HashSet<>(unused);
        used.forEach((name, method) -> {
            String near = configured.contains(name)
                    ? null
                    : Nearest.to(name, configured).orElse(null);
            if (near != null) {
                unexplained.remove(near);
                report.warning(misspelt(kind, name, near, method));
            }
        });
        if (elsewhere.contains(kind)) {
            return;
        }
        configured.stream().filter(unexplained::contains).forEach(name -> report.warning(unused(kind, name)));
    }

    private static Problem misspelt(PolicyKind kind, String name, String near, GuardedMethod method) {
        return new Problem(
                "%s: %s names \"%s\", which breaker.%s.instances does not configure, whereas it configures \"%s\"."
                        .formatted(method, annotation(kind), name, kind.key(), near),
                null,
                "Write \"%s\" if that is meant; else configure breaker.%s.instances.%s."
                        .formatted(near, kind.key(), name));
    }

    private static Problem unused(PolicyKind kind, String name) {
        return new Problem(
                "breaker.%s.instances.%s: no annotation uses it.".formatted(kind.key(), name),
                null,
                "Remove it, or name it in a %s; leave it if your code looks it up in the registry."
                        .formatted(annotation(kind)));
    }

    private static String annotation(PolicyKind kind) {
        return "@" + kind.annotation().getSimpleName()
                + (kind == PolicyKind.THREAD_POOL_BULKHEAD ? "(type = THREAD_POOL)" : "");
    }
}
