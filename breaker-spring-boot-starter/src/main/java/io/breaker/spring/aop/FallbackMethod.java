package io.breaker.spring.aop;

import io.breaker.Stages;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * One overload of a fallback, ready to be called from any thread.
 *
 * @param method the method
 * @param accepts the exceptions it answers
 * @param handle calls it with {@code (Object receiver, Object[] arguments, Throwable thrown)}
 * @param isOpen whether a proxy can intercept it
 */
record FallbackMethod(Method method, Class<?> accepts, MethodHandle handle, boolean isOpen) {

    /** What a fallback takes. */
    enum Shape {
        /** The guarded method's parameters. */
        PARAMETERS,
        /** The exception. */
        EXCEPTION,
        /** The parameters, then the exception. */
        PARAMETERS_AND_EXCEPTION
    }

    private static final MethodType UNIFORM =
            MethodType.methodType(Object.class, Object.class, Object[].class, Throwable.class);
    private static final MethodHandle SUSPENDED = suspended();

    private static MethodHandle suspended() {
        try {
            return MethodHandles.lookup().findVirtual(SuspendedFallback.class, "call", UNIFORM);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("SuspendedFallback.call is not as it must be", impossible);
        }
    }

    /**
     * Prepares an overload.
     *
     * @param method the method, which fits
     * @param shape what it takes
     * @param accepts the exceptions it answers
     * @param returned what the guarded method returns
     */
    static FallbackMethod of(Method method, Shape shape, Class<?> accepts, Class<?> returned)
            throws IllegalAccessException {
        method.setAccessible(true); // once, and it stays so: a handle needs no more checks
        if (Suspension.isSuspending(method)) {
            return new FallbackMethod(
                    method, accepts, SUSPENDED.bindTo(new SuspendedFallback(method, shape)), isOpen(method));
        }
        MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
        if (Modifier.isStatic(method.getModifiers())) {
            handle = MethodHandles.dropArguments(handle, 0, Object.class);
        }
        int parameters = method.getParameterCount() - (shape == Shape.PARAMETERS ? 0 : 1);
        handle = switch (shape) {
            case PARAMETERS ->
                MethodHandles.dropArguments(handle.asSpreader(1, Object[].class, parameters), 2, Throwable.class);
            case EXCEPTION -> MethodHandles.dropArguments(handle, 1, Object[].class);
            case PARAMETERS_AND_EXCEPTION -> handle.asSpreader(1, Object[].class, parameters);
        };
        if (returned.isPrimitive() && returned != void.class) { // the caller unboxes: an Integer is no long
            handle = handle.asType(handle.type().changeReturnType(returned));
        }
        return new FallbackMethod(method, accepts, handle.asType(UNIFORM), isOpen(method));
    }

    private static boolean isOpen(Method method) {
        int modifiers = method.getModifiers();
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers))
                && !Modifier.isFinal(modifiers)
                && !Modifier.isStatic(modifiers);
    }

    /**
     * Calls it in place of a call that failed.
     *
     * @param invocation the call
     * @param arguments its arguments
     * @param thrown what it threw, or its stage or publisher failed with
     */
    @Nullable Object call(MethodInvocation invocation, @Nullable Object[] arguments, Throwable thrown) throws Throwable {
        Object proxy = ((ProxyMethodInvocation) invocation).getProxy();
        return call(proxy, invocation.getThis(), arguments, Stages.unwrap(thrown));
    }

    /**
     * Calls it: through the proxy where that can make a difference, such as a transaction; else on the bean itself, since
     * the fields of a proxy are empty.
     */
    @Nullable Object call(Object proxy, @Nullable Object target, @Nullable Object[] arguments, Throwable thrown)
            throws Throwable {
        boolean throughProxy = target == null
                || (isOpen
                        && !Proxy.isProxyClass(proxy.getClass())
                        && method.getDeclaringClass().isInstance(proxy));
        Object receiver = throughProxy ? proxy : target;
        return (Object) handle.invokeExact(receiver, arguments, thrown);
    }
}
