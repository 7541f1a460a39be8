package io.breaker.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods that a name may mean, nearest class first, without those that are overridden or hidden. */
final class FallbackCandidates {

    private FallbackCandidates() {}

    /** {@return the methods of that name, other than the guarded method itself} */
    static List<Method> named(String name, GuardedMethod guarded) {
        List<Method> found = new ArrayList<>();
        Set<List<Class<?>>> signatures = new HashSet<>();
        for (Class<?> type : hierarchy(guarded.targetClass())) {
            List<Method> bridges = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                if (!method.getName().equals(name)) {
                    continue;
                }
                if (method.isBridge()) {
                    bridges.add(method);
                } else if (signatures.add(Arrays.asList(method.getParameterTypes()))
                        && !method.equals(guarded.method())) {
                    found.add(method);
                }
            }
            // no candidates themselves, but what they override is none either
            bridges.forEach(bridge -> signatures.add(Arrays.asList(bridge.getParameterTypes())));
        }
        return found;
    }

    /** {@return the names of all methods, for one that was misspelt} */
    static Set<String> names(GuardedMethod guarded) {
        return hierarchy(guarded.targetClass()).stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic() && !method.equals(guarded.method()))
                .map(Method::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (!Proxy.isProxyClass(type)) {
            for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
                types.add(each);
            }
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            addInterfaces(each, types);
        }
        return types;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> types) {
        for (Class<?> each : type.getInterfaces()) {
            types.add(each);
            addInterfaces(each, types);
        }
    }
}
