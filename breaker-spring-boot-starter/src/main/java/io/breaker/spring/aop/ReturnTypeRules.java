package io.breaker.spring.aop;

import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
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
            case PUBLISHER, SUSPENDED -> rules.checkPublisher();
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
            error(
                    "returns %s, which cannot hold the %s that a guarded call returns"
                            .formatted(returned.getSimpleName(), type.getSimpleName()),
                    action);
        }
    }

    private void checkPublisher() {
        String missing = missing(method);
        if (missing != null) {
            report.error(new Problem(missing, null, libraries(method)));
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

    /** {@return why calls of a method cannot be seen to end on this class path, or {@code null} if they can} */
    static @Nullable String missing(GuardedMethod method) {
        Class<?> returned = method.returnType().toClass();
        boolean isSuspended = method.kind() == ReturnKind.SUSPENDED;
        boolean isSeen = isSuspended
                ? HAS_COROUTINES && KotlinDetector.isKotlinReflectPresent()
                : HAS_REACTOR && adapter(returned) != null;
        if (isSeen) {
            return null;
        }
        return isSuspended
                ? "%s: is a suspending function, and what tells Breaker how it ends is not on the class path"
                        .formatted(method)
                : "%s: returns %s before its work is done, and what tells Breaker how that ends is not on the class path"
                        .formatted(method, returned.getSimpleName());
    }

    private static String libraries(GuardedMethod method) {
        boolean isKotlin = method.kind() == ReturnKind.SUSPENDED
                || method.returnType().toClass().getName().startsWith("kotlinx.");
        if (isKotlin) {
            return "Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor and org.jetbrains.kotlin:kotlin-reflect.";
        }
        return HAS_REACTOR
                ? "Return a Mono, a Flux or a CompletionStage, or register a ReactiveAdapter for the type with Spring."
                : "Add io.projectreactor:reactor-core, or return a CompletionStage.";
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
    }

    private void error(String what, String action) {
        report.error(new Problem(method + ": " + what, null, action));
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ReturnTypeRules.class.getClassLoader());
    }
}
