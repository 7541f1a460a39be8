package io.breaker.spring.aop;

import io.breaker.spring.config.BreakerSettings;
import io.breaker.spring.config.PolicyKind;
import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupInspector;
import io.breaker.spring.config.StartupReport;
import io.breaker.spring.config.UsedElsewhere;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Looks at all annotations before the first call: whether each can work, and whether it says what its author meant. Makes
 * the instances that they name, so that they show in health and metrics from the start.
 */
final class AnnotationInspector implements StartupInspector {

    private final ConfigurableListableBeanFactory beans;
    private final Guards guards;
    private final Policies policies;
    private final ObjectProvider<BreakerSettings> settings;

    AnnotationInspector(
            ConfigurableListableBeanFactory beans,
            Guards guards,
            Policies policies,
            ObjectProvider<BreakerSettings> settings) {
        this.beans = beans;
        this.guards = guards;
        this.policies = policies;
        this.settings = settings;
    }

    @Override
    public void inspect(StartupReport report) {
        ProxyChoice choice = new ProxyChoice(beans);
        ProxyRules rules = new ProxyRules(choice, report);
        InstanceUse use = new InstanceUse();
        Set<GuardedMethod> all = new LinkedHashSet<>();
        for (GuardedBean bean : GuardedBean.find(beans, guards)) {
            Collection<GuardedMethod> methods = guards.of(bean.type());
            all.addAll(methods);
            if (choice.isMade() && choice.isPossible(bean.type(), bean.name()) && isBare(bean)) {
                report.warning(bare(bean)); // a mock of an interface, say, has none of the fallbacks
                continue;
            }
            rules.check(bean, methods);
            for (GuardedMethod method : methods) {
                check(method, use, report);
                checkFallbacks(bean, method, methods, report);
            }
            SelfCalls.report(bean.type(), methods, report);
        }
        checkAspects(all, choice, report);
        beans.getBeanProvider(UsedElsewhere.class).forEach(user -> use.elsewhere(user.kind()));
        settings.ifAvailable(known -> {
            for (PolicyKind kind : PolicyKind.values()) {
                use.compare(kind, known.instances(kind), report);
            }
        });
    }

    /** What a factory makes is mostly a proxy of an interface, which has no more than that; the first call will tell. */
    private void checkFallbacks(
            GuardedBean bean, GuardedMethod method, Collection<GuardedMethod> methods, StartupReport report) {
        if (!bean.mayHaveMore()) {
            FallbackResolver.problems(method, methods).forEach(report::error);
            return;
        }
        List<Problem> certain = FallbackResolver.ambiguities(method);
        certain.forEach(report::error);
        if (certain.isEmpty() && beans.isFactoryBean(bean.name())) {
            FallbackResolver.problems(method, methods).forEach(report::warning);
        }
    }

    private void check(GuardedMethod method, InstanceUse use, StartupReport report) {
        for (Guard guard : method.guards()) {
            checkName(guard, method, use, report);
            String fallback = guard.fallbackMethod();
            if (fallback.isBlank() && !fallback.isEmpty()) {
                report.error(new Problem(
                        "%s: the fallbackMethod of %s is blank".formatted(method, guard.annotation()),
                        null,
                        "Write a method's name, or leave the attribute out."));
            }
        }
        ReturnTypeRules.check(method, report);
    }

    private void checkName(Guard guard, GuardedMethod method, InstanceUse use, StartupReport report) {
        try {
            use.add(guard.kind(), policies.name(guard), method);
        } catch (IllegalArgumentException wrong) {
            report.error(new Problem(
                    "%s: %s: %s".formatted(method, guard.annotation(), wrong.getMessage()),
                    null,
                    "Write the instance's name, or give the placeholder a value, as in ${property:default}."));
            return;
        }
        if (guard.permits() < 1) {
            report.error(new Problem(
                    "%s: %s: its permits is %d: must be at least 1"
                            .formatted(method, guard.annotation(), guard.permits()),
                    null,
                    "Give permits a value that is at least 1, or leave it out."));
            return;
        }
        try {
            policies.get(guard);
        } catch (RuntimeException failed) { // a configuration that cannot be had: the properties' own check knows more
            report.error(new Problem(
                    "%s: the instance of %s cannot be made: %s"
                            .formatted(method, guard.annotation(), failed.getMessage()),
                    null,
                    "Mend its configuration below breaker." + guard.kind().key() + "."));
        }
    }

    private void checkAspects(Set<GuardedMethod> all, ProxyChoice choice, StartupReport report) {
        for (PolicyKind kind : PolicyKind.values()) {
            all.stream()
                    .filter(method -> method.guard(kind) != null)
                    .findFirst()
                    .ifPresent(first -> {
                        String annotation = "@" + kind.annotation().getSimpleName();
                        checkAspect(annotation, first, BreakerAopConfiguration.advisorName(kind.key()), choice, report);
                    });
        }
        all.stream()
                .filter(method -> !method.fallbackNames().isEmpty())
                .findFirst()
                .ifPresent(first -> {
                    checkAspect(
                            "fallbackMethod", first, BreakerAopConfiguration.advisorName("fallback"), choice, report);
                });
    }

    private void checkAspect(
            String what, GuardedMethod first, String advisor, ProxyChoice choice, StartupReport report) {
        if (!choice.isMade()) {
            report.error(new Problem(
                    "%s: no aspect honours %s: Spring makes no proxies in this application".formatted(first, what),
                    null,
                    "Remove spring.aop.auto=false, or put @EnableAspectJAutoProxy on a configuration class."));
        } else if (!beans.containsBean(advisor) || !beans.isTypeMatch(advisor, Advisor.class)) {
            report.error(new Problem(
                    "%s: no aspect honours %s: there is no advisor \"%s\"".formatted(first, what, advisor),
                    null,
                    "Do not remove that bean, or declare an Advisor of that name."));
        }
    }

    /** Whether a bean exists without any of our advisors around it. */
    private static boolean isBare(GuardedBean bean) {
        Object each = bean.instance();
        if (each == null) {
            return false;
        }
        for (; each instanceof Advised proxy; each = AopProxyUtils.getSingletonTarget(proxy)) {
            for (Advisor advisor : proxy.getAdvisors()) {
                if (advisor instanceof GuardAdvisor) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Problem bare(GuardedBean bean) {
        return new Problem(
                "Bean \"%s\" of type %s has no proxy, so its annotations do nothing: it was made before the aspects, or "
                                .formatted(bean.name(), Signatures.name(bean.type()))
                        + "by hand.",
                null,
                "Let no BeanPostProcessor depend on it, and let Spring make it. A mock in a test may stay as it is.");
    }
}
