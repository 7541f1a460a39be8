package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Whether a method's guards can see how its calls end, by what it returns. */
final class ReturnTypeRules {

    private static final boolean HAS_REACTOR = isPresent("reactor.core.publisher.Mono");
    private static final boolean HAS_COROUTINES = isPresent("kotlinx.coroutines.reactor.MonoKt");

    private final GuardedMethod method;
    private final Class<?> returned;
    private final StartupReport report;

    private ReturnTypeRules(GuardedMethod method, StartupReport report) {
        this.method = method;
        this.returned = method.returnType().toClass();
        this.report = report;
    }

    static void check(GuardedMethod method, StartupReport report) {
        ReturnTypeRules rules = new ReturnTypeRules(method, report);
        switch (method.kind()) {
            case PLAIN -> rules.checkPlain();
            case STAGE ->
                rules.checkHolds(
                        CompletableFuture.class, "Declare CompletionStage or CompletableFuture as its return type.");
            case PUBLISHER, FLOW, SUSPENDED -> rules.checkPublisher();
        }
    }

    private void checkPlain() {
        if (Future.class.isAssignableFrom(
                returned)) { // a success as soon as it is returned: it would never open a breaker
            error(
                    "returns %s before its work is done, and Breaker cannot see how that ends"
                            .formatted(returned.getSimpleName()),
                    "Return a CompletionStage or a plain value, or guard the call inside with CircuitBreaker.callAsync.");
        }
        if (method.guard(PolicyKind.TIMELIMITER) != null
                && !method.declares(TimeoutException.class)
                && !FallbackResolver.mayAnswer(method, new TimeoutException())) {
            report.warning(new Problem(
                    method
                            + ": @TimeLimiter throws java.util.concurrent.TimeoutException, which the method does not declare:"
                            + " its callers get Spring's UndeclaredThrowableException instead",
                    null,
                    "Declare \"throws TimeoutException\", or name a fallbackMethod that accepts it."));
        }
    }

    private void checkHolds(Class<?> type, String action) {
        if (!returned.isAssignableFrom(type)) {
            cannotHold(type.getSimpleName(), action);
        }
    }

    private void cannotHold(String type, String action) {
        error(
                "returns %s, which cannot hold the %s that a guarded call returns"
                        .formatted(returned.getSimpleName(), type),
                action);
    }

    private void checkPublisher() {
        Problem unseen = unseen();
        if (unseen != null) {
            report.error(unseen);
        } else if (method.kind() == ReturnKind.FLOW && !returned.getName().equals(ReturnKind.FLOW_TYPE)) {
            cannotHold("Flow", "Declare Flow as its return type.");
        } else if (method.kind() == ReturnKind.PUBLISHER) {
            ReactiveAdapter adapter = adapter(returned);
            if (adapter != null) {
                Class<?> type = adapter.getReactiveType();
                checkHolds(type, "Declare %s as its return type.".formatted(type.getSimpleName()));
            }
        }
        if (method.guard(PolicyKind.THREAD_POOL_BULKHEAD) != null) {
            error(
                    "%s, and its work runs on threads of its own: a thread pool cannot hold it"
                            .formatted(
                                    method.kind() == ReturnKind.SUSPENDED
                                            ? "is a suspending function"
                                            : "returns " + returned.getSimpleName()),
                    "Write @Bulkhead(type = SEMAPHORE) on the method, which limits how many such calls run at once.");
        }
    }

    /**
     * Makes sure that calls of a method can be guarded, for a bean whose class was not known at startup.
     *
     * @throws IllegalStateException if they cannot
     */
    static void require(GuardedMethod method) {
        Problem unseen = new ReturnTypeRules(method, new StartupReport()).unseen();
        if (unseen != null) {
            throw new IllegalStateException(unseen.message() + ". " + unseen.action());
        }
    }

    /** {@return why calls of a method cannot be seen to end, perhaps on this class path alone, or {@code null} if they can} */
    private @Nullable Problem unseen() {
        return switch (method.kind()) {
            case PLAIN, STAGE -> null;
            case PUBLISHER -> unseenPublisher();
            case FLOW -> FlowReturn.isPossible() ? null : missing("Add io.breaker:breaker-kotlin.");
            case SUSPENDED -> unseenSuspension();
        };
    }

    private @Nullable Problem unseenPublisher() {
        if (ReturnKind.isAny(returned, Set.of(ReturnKind.DEFERRED_TYPE))) { // Spring's adapter would lose its owner
            return problem(
                    "returns %s, and whoever cancels a guarded one would not cancel its work"
                            .formatted(returned.getSimpleName()),
                    "Return a CompletableFuture, as future { } makes one, or make it a suspending function that returns the"
                            + " value.");
        }
        if (HAS_REACTOR && adapter(returned) != null) {
            return null;
        }
        return missing(
                HAS_REACTOR
                        ? "Return a Mono, a Flux or a CompletionStage, or register a ReactiveAdapter for the type with Spring."
                        : "Add io.projectreactor:reactor-core, or return a CompletionStage.");
    }

    private Problem missing(String action) {
        return problem(
                "returns %s before its work is done, and what tells Breaker how that ends is not on the class path"
                        .formatted(returned.getSimpleName()),
                action);
    }

    private @Nullable Problem unseenSuspension() {
        Class<?> result =
                Suspension.returned(method.method(), method.targetClass()).toClass();
        ReturnKind kind = ReturnKind.of(result);
        if (kind == ReturnKind.FLOW) {
            return problem(
                    "is a suspending function that returns %s: Spring's proxies make a publisher of that"
                            .formatted(result.getSimpleName()),
                    "Drop suspend: a function that returns a Flow need not suspend.");
        }
        if (kind.isAsynchronous() || Future.class.isAssignableFrom(result)) {
            return problem(
                    "is a suspending function that returns %s: it has ended before the work is done"
                            .formatted(result.getSimpleName()),
                    "Return the value that comes out of it, or drop suspend.");
        }
        if (HAS_COROUTINES && KotlinDetector.isKotlinReflectPresent()) {
            return null;
        }
        return problem(
                "is a suspending function, and what tells Breaker how it ends is not on the class path",
                "Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect.");
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    private void error(String what, String action) {
        report.error(problem(what, action));
    }

    private Problem problem(String what, String action) {
        return new Problem(method + ": " + what, null, action);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ReturnTypeRules.class.getClassLoader());
    }
}
