package io.breaker.spring.aop;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** When a call has ended, by what its method returns. */
enum ReturnKind {
    /** When the method returns. */
    PLAIN,
    /** When the returned stage completes. */
    STAGE,
    /** When the returned publisher has emitted its last; it begins when somebody subscribes. */
    PUBLISHER,
    /** When the Kotlin flow has emitted its last; it begins when somebody collects it. */
    FLOW,
    /** When the Kotlin coroutine goes on. */
    SUSPENDED;

    static final String FLOW_TYPE = "kotlinx.coroutines.flow.Flow";

    static final String DEFERRED_TYPE = "kotlinx.coroutines.Deferred";

    /** Those that are no {@code Publisher} themselves; Spring knows them only where Reactor is present. */
    private static final Set<String> PUBLISHERS = Set.of(
            "org.reactivestreams.Publisher",
            "java.util.concurrent.Flow$Publisher",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.ObservableSource",
            "io.smallrye.mutiny.Uni",
            DEFERRED_TYPE);

    /**
     * The kind of a method.
     *
     * @param method the method
     * @param returned what it returns, type variables resolved
     */
    static ReturnKind of(Method method, Class<?> returned) {
        return Suspension.isSuspending(method) ? SUSPENDED : of(returned);
    }

    /** {@return the kind of a method that does not suspend and returns that type} */
    static ReturnKind of(Class<?> returned) {
        if (CompletionStage.class.isAssignableFrom(returned)) {
            return STAGE;
        }
        if (returned.isPrimitive() || returned == Object.class) {
            return PLAIN;
        }
        if (isAny(returned, Set.of(FLOW_TYPE))) { // before Spring is asked, which may know it, too
            return FLOW;
        }
        return isAny(returned, PUBLISHERS)
                        || ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null
                ? PUBLISHER
                : PLAIN;
    }

    /** {@return whether a type is one of those names, or extends one} */
    static boolean isAny(Class<?> type, Set<String> names) {
        Set<Class<?>> types = new HashSet<>(ClassUtils.getAllInterfacesForClassAsSet(type));
        types.add(type);
        return types.stream().anyMatch(each -> names.contains(each.getName()));
    }

    /** {@return whether a call may go on when its method has returned} */
    boolean isAsynchronous() {
        return this != PLAIN;
    }
}
