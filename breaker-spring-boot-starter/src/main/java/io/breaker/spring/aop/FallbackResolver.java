package io.breaker.spring.aop;

import io.breaker.spring.config.Nearest;
import io.breaker.spring.config.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the fallbacks that a method's annotations name, and says what is wrong with them. */
final class FallbackResolver {

    private final GuardedMethod guarded;
    private final @Nullable Collection<GuardedMethod> siblings; // known at startup
    private final FallbackFit fit;
    private final List<FallbackMethod> overloads = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private FallbackResolver(GuardedMethod guarded, @Nullable Collection<GuardedMethod> siblings) {
        this.guarded = guarded;
        this.siblings = siblings;
        this.fit = new FallbackFit(guarded);
    }

    /**
     * Finds the fallbacks of a method.
     *
     * @return the fallbacks, or {@code null} if its annotations name none
     * @throws IllegalStateException if they are not as they must be
     */
    static @Nullable Fallbacks resolve(GuardedMethod guarded) {
        FallbackResolver resolver = new FallbackResolver(guarded, null).resolve();
        if (!resolver.problems.isEmpty()) { // of a bean whose class was not known at startup
            throw new IllegalStateException(resolver.problems.stream()
                    .map(problem -> problem.message() + ". " + problem.action())
                    .collect(Collectors.joining(" ")));
        }
        return resolver.overloads.isEmpty() ? null : new Fallbacks(List.copyOf(resolver.overloads));
    }

    /** {@return whether a fallback of a method, as far as they are as they must be, answers an exception} */
    static boolean mayAnswer(GuardedMethod guarded, Throwable thrown) {
        return new Fallbacks(new FallbackResolver(guarded, null).resolve().overloads).nearest(thrown) != null;
    }

    /**
     * Checks the fallbacks of a method.
     *
     * @param siblings all guarded methods of the class: they may share a fallback's name and each have overloads of its own
     * @return what is wrong
     */
    static List<Problem> problems(GuardedMethod guarded, Collection<GuardedMethod> siblings) {
        return new FallbackResolver(guarded, siblings).resolve().problems;
    }

    /**
     * Checks the fallbacks of a method of an interface or abstract type, as far as that can be done without the class that
     * implements it: fallbacks that are missing there, or do not fit, may be found in the class.
     */
    static List<Problem> ambiguities(GuardedMethod guarded) {
        FallbackResolver resolver = new FallbackResolver(guarded, null);
        resolver.find();
        resolver.problems.clear();
        resolver.reportEquallyNear();
        return resolver.problems;
    }

    private FallbackResolver resolve() {
        find();
        reportEquallyNear();
        return this;
    }

    private void find() {
        for (String name : guarded.fallbackNames()) {
            List<Method> named = FallbackCandidates.named(name, guarded);
            if (named.isEmpty()) {
                problems.add(missing(name));
            } else {
                addFitting(name, named);
            }
        }
    }

    private Problem missing(String name) {
        String message = "%s: its fallback \"%s\" does not exist in %s, its superclasses and interfaces"
                .formatted(guarded, name, Signatures.name(guarded.targetClass()));
        String near = Nearest.to(name, FallbackCandidates.names(guarded))
                .map(other -> "Did you mean \"" + other + "\"? Else: ")
                .orElse("");
        return new Problem(message, null, near + declare(name));
    }

    private String declare(String name) {
        return "Declare \"" + Signatures.fallbackFor(guarded, name)
                + "\"; the exception may be any type, or be left out.";
    }

    private void addFitting(String name, List<Method> named) {
        List<String> misfits = new ArrayList<>();
        Map<Method, String> meant = new LinkedHashMap<>();
        int before = overloads.size();
        for (Method each : named) {
            FallbackFit.Result result = fit.check(each);
            if (result.method() != null) {
                overloads.add(result.method());
            } else if (result.isMeant()) {
                meant.put(each, result.reason());
            } else {
                misfits.add(Signatures.simple(each) + " " + result.reason());
            }
        }
        boolean fits = overloads.size() > before;
        meant.forEach((method, reason) -> {
            if (!fits || isStray(method)) {
                reportMisfit(method, reason);
            }
        });
        if (!fits && meant.isEmpty()) {
            problems.add(new Problem(
                    "%s: its fallback \"%s\" does not fit: %s".formatted(guarded, name, String.join("; ", misfits)),
                    null,
                    declare(name)));
        }
    }

    /** Whether an overload that does not fit this method does not fit any other that names it either. */
    private boolean isStray(Method overload) {
        return siblings != null
                && siblings.stream()
                        .filter(sibling -> sibling.fallbackNames().contains(overload.getName()))
                        .noneMatch(sibling ->
                                new FallbackFit(sibling).check(overload).method() != null);
    }

    private void reportMisfit(Method method, String reason) {
        problems.add(new Problem(
                "%s: its fallback %s does not fit: it %s".formatted(guarded, Signatures.simple(method), reason),
                null,
                declare(method.getName())));
    }

    private void reportEquallyNear() {
        Map<Class<?>, FallbackMethod> byException = new HashMap<>();
        for (FallbackMethod each : overloads) {
            FallbackMethod other = byException.putIfAbsent(each.accepts(), each);
            if (other != null) {
                problems.add(new Problem(
                        "%s: its fallbacks %s and %s are equally near: both answer %s"
                                .formatted(
                                        guarded,
                                        Signatures.simple(other.method()),
                                        Signatures.simple(each.method()),
                                        each.accepts().getSimpleName()),
                        null,
                        "Remove one of them, or let it take another exception type as its last parameter."));
            }
        }
    }
}
