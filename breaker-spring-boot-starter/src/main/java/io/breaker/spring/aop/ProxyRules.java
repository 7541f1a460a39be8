package io.breaker.spring.aop;

import io.breaker.spring.config.Problem;
import io.breaker.spring.config.StartupReport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** Whether calls can reach the annotations at all: a proxy has to stand between the caller and the method. */
final class ProxyRules {

    private final ProxyChoice choice;
    private final StartupReport report;

    ProxyRules(ProxyChoice choice, StartupReport report) {
        this.choice = choice;
        this.report = report;
    }

    void check(GuardedBean bean, Collection<GuardedMethod> methods) {
        if (!choice.isPossible(bean.type(), bean.name())) {
            report.error(closed(bean.type(), methods.iterator().next()));
            return;
        }
        boolean byInterfaces = choice.isByInterfaces(bean.type(), bean.name());
        for (GuardedMethod guarded : methods) {
            Problem problem = unreachable(guarded, byInterfaces);
            if (problem == null) {
                continue;
            }
            if (isBeyondAnnotatedClass(guarded)) {
                report.warning(problem);
            } else {
                report.error(problem);
            }
        }
    }

    private static Problem closed(Class<?> type, GuardedMethod first) {
        String why = type.isRecord() ? "a record" : type.isSealed() ? "sealed" : "final";
        return new Problem(
                "%s: %s cannot work, since %s is %s: Spring cannot make a proxy of it"
                        .formatted(first, annotations(first), Signatures.name(type), why),
                null,
                (type.isRecord() ? "Make it a class that is not final" : "Remove \"" + why + "\"")
                        + ", or let it implement an interface and put @Proxyable(ProxyType.INTERFACES) on the bean.");
    }

    private static @Nullable Problem unreachable(GuardedMethod guarded, boolean byInterfaces) {
        Method method = guarded.method();
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            return dead(guarded, "private", "Make it package-private, protected or public");
        }
        if (Modifier.isStatic(modifiers)) {
            return dead(guarded, "static", "Make it a method of the bean");
        }
        if (byInterfaces) {
            return isOnInterface(guarded)
                    ? null
                    : dead(
                            guarded,
                            "on no interface, and the bean's proxy has its interfaces alone",
                            "Declare it in an interface of the bean, or set spring.aop.proxy-target-class to true");
        }
        if (Modifier.isFinal(modifiers)) {
            return dead(guarded, "final", "Remove \"final\"");
        }
        boolean isPackagePrivate = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
        if (isPackagePrivate
                && !method.getDeclaringClass()
                        .getPackage()
                        .equals(guarded.targetClass().getPackage())) {
            return dead(guarded, "package-private in another package than its bean", "Make it protected or public");
        }
        return null;
    }

    private static Problem dead(GuardedMethod guarded, String why, String action) {
        return new Problem(
                "%s: %s cannot work, since the method is %s: no proxy can intercept it"
                        .formatted(guarded, annotations(guarded), why),
                null,
                action + ", or remove the annotation.");
    }

    private static boolean isOnInterface(GuardedMethod guarded) {
        Class<?> type = guarded.targetClass();
        for (Class<?> each : ClassUtils.getAllInterfacesForClassAsSet(type)) {
            for (Method method : each.getMethods()) {
                if (method.equals(guarded.method())
                        || AopUtils.getMostSpecificMethod(method, type).equals(guarded.method())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Such as a final method of a framework's superclass: nobody asked for a guard there by name. */
    private static boolean isBeyondAnnotatedClass(GuardedMethod guarded) {
        return guarded.guards().stream()
                .map(Guard::annotatedClass)
                .allMatch(type ->
                        type != null && !type.isAssignableFrom(guarded.method().getDeclaringClass()));
    }

    static String annotations(GuardedMethod guarded) {
        return guarded.guards().stream().map(Guard::annotation).collect(Collectors.joining(" and "));
    }
}
