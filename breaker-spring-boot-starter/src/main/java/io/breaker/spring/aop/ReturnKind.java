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
    /** When the Kotlin coroutine goes on. */
    SUSPENDED;

    /** Those that are no {@code Publisher} themselves; Spring knows them only where Reactor is present. */
    private static final Set<String> PUBLISHERS = Set.of(
            "org.reactivestreams.Publisher",
            "java.util.concurrent.Flow$Publisher",
            "io.reactivex.rxjava3.core.SingleSource",
            "io.reactivex.rxjava3.core.MaybeSource",
            "io.reactivex.rxjava3.core.CompletableSource",
            "io.reactivex.rxjava3.core.ObservableSource",
            "io.smallrye.mutiny.Uni",
            "kotlinx.coroutines.flow.Flow",
            "kotlinx.coroutines.Deferred");

    /**
     * The kind of a method.
     *
     * @param method the method
     * @param returned what it returns, type variables resolved
     */
    static ReturnKind of(Method method, Class<?> returned) {
        if (Suspension.isSuspending(method)) {
            return SUSPENDED;
        }
        if (CompletionStage.class.isAssignableFrom(returned)) {
            return STAGE;
        }
        return isPublisher(returned) ? PUBLISHER : PLAIN;
    }

    private static boolean isPublisher(Class<?> returned) {
        if (returned.isPrimitive() || returned == Object.class) {
            return false;
        }
        Set<Class<?>> types = new HashSet<>(ClassUtils.getAllInterfacesForClassAsSet(returned));
        types.add(returned);
        return types.stream().anyMatch(type -> PUBLISHERS.contains(type.getName()))
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
    }

    /** {@return whether a call may go on when its method has returned} */
    boolean isAsynchronous() {
        return this != PLAIN;
    }
}
