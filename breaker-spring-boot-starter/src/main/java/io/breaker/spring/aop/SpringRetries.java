package io.breaker.spring.aop;

import io.breaker.circuitbreaker.CallNotPermittedException;
import io.breaker.retry.Retry;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupInspector;
import io.breaker.spring.config.StartupReport;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.resilience.annotation.RetryAnnotationBeanPostProcessor;
import org.springframework.resilience.annotation.Retryable;

/**
 * Finds methods that Spring repeats, too. Its interceptor puts itself outside all others, whatever their order says: so what
 * a retry of ours has given up is repeated as a whole, a refusal is repeated like any other exception, and what a fallback
 * has answered is repeated never.
 */
final class SpringRetries implements StartupInspector {

    private final ConfigurableListableBeanFactory beans;
    private final Guards guards;
    private final Policies policies;

    SpringRetries(ConfigurableListableBeanFactory beans, Guards guards, Policies policies) {
        this.beans = beans;
        this.guards = guards;
        this.policies = policies;
    }

    @Override
    public void inspect(StartupReport report) {
        if (beans.getBeanNamesForType(RetryAnnotationBeanPostProcessor.class, true, false).length == 0) {
            return; // without @EnableResilientMethods nobody heeds the annotation
        }
        Set<GuardedMethod> all = new LinkedHashSet<>();
        GuardedBean.find(beans, guards).forEach(bean -> all.addAll(guards.of(bean.type())));
        for (GuardedMethod method : all) {
            Retryable springs = springs(method);
            if (springs != null) {
                inspect(method, springs, report);
            }
        }
    }

    /** As Spring looks it up: on the method, else on the class. */
    private static @Nullable Retryable springs(GuardedMethod guarded) {
        Retryable onMethod = AnnotatedElementUtils.findMergedAnnotation(guarded.method(), Retryable.class);
        return onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(guarded.targetClass(), Retryable.class);
    }

    private void inspect(GuardedMethod method, Retryable springs, StartupReport report) {
        Guard retry = method.guard(PolicyKind.RETRY);
        if (!method.fallbackNames().isEmpty()) {
            report.warning(new Problem(
                    "%s: its fallback \"%s\" answers before Spring's @Retryable, which stands outside it, sees an exception: only what the fallback throws or does not accept is repeated."
                            .formatted(method, method.fallbackNames().get(0)),
                    null,
                    "Use Breaker's @Retry in place of @Retryable: it stands inside the fallback."));
        } else if (retry != null) {
            report.warning(new Problem(
                    "%s: Spring's @Retryable repeats all that @Retry has given up: %s."
                            .formatted(method, product(springs, retry)),
                    null,
                    "Remove one of the two; @Retry is what breaker.retry.instances configures."));
        } else if (method.guard(PolicyKind.CIRCUITBREAKER) != null && repeatsRefusals(springs)) {
            report.warning(
                    new Problem(
                            "%s: Spring's @Retryable stands outside @CircuitBreaker: each of its attempts is a call of its own, and it repeats calls that the open breaker refuses."
                                    .formatted(method),
                            null,
                            "Use Breaker's @Retry, which does not repeat refusals, or write @Retryable(excludes = RejectedCallException.class)."));
        }
    }

    private String product(Retryable springs, Guard guard) {
        int inner = attempts(guard);
        if (!springs.maxRetriesString().isEmpty() || inner == 0) {
            return "the attempts of the two multiply";
        }
        long outer = springs.maxRetries() + 1L;
        return "one call may become %d, %d times %d".formatted(outer * inner, outer, inner);
    }

    /** {@return how often a retry tries, or 0 where that is for another check to find out} */
    private int attempts(Guard guard) {
        try {
            return policies.get(guard) instanceof Retry retry ? retry.config().maxAttempts() : 0;
        } catch (RuntimeException reported) {
            return 0;
        }
    }

    private static boolean repeatsRefusals(Retryable springs) {
        boolean excluded = accepts(springs.excludes());
        Class<?>[] includes = springs.includes();
        return !excluded && (includes.length == 0 || accepts(includes));
    }

    private static boolean accepts(Class<?>[] types) {
        return Arrays.stream(types).anyMatch(type -> type.isAssignableFrom(CallNotPermittedException.class));
    }
}
