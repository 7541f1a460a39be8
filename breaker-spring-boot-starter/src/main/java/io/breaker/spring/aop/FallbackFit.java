package io.breaker.spring.aop;

import io.breaker.spring.aop.FallbackMethod.Shape;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Whether a method can answer for a guarded one. Generic types are those that the bean's class gives them. */
final class FallbackFit {

    /**
     * What came out.
     *
     * @param method the overload, if it fits
     * @param reason why it does not fit, if it does not
     * @param isMeant whether it must have been meant as a fallback, since it takes an exception last
     */
    record Result(@Nullable FallbackMethod method, String reason, boolean isMeant) {}

    private static final List<Class<?>> NUMBERS =
            List.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class);

    private final GuardedMethod guarded;
    private final int parameters;

    FallbackFit(GuardedMethod guarded) {
        this.guarded = guarded;
        this.parameters = Suspension.parameterCount(guarded.method());
    }

    Result check(Method candidate) {
        int count = Suspension.parameterCount(candidate);
        Class<?> last =
                count == 0 ? Object.class : parameter(candidate, count - 1).toClass();
        boolean takesException = Throwable.class.isAssignableFrom(last);
        if (takesException && (count == 1 || count == parameters + 1)) {
            Shape shape = count == parameters + 1 ? Shape.PARAMETERS_AND_EXCEPTION : Shape.EXCEPTION;
            return check(candidate, shape, last, true);
        }
        boolean mirrors = count == parameters
                && (!takesException
                        || Throwable.class.isAssignableFrom(
                                parameter(guarded.method(), count - 1).toClass()));
        if (mirrors) {
            return check(candidate, Shape.PARAMETERS, Throwable.class, takesException);
        }
        int taken = takesException ? count - 1 : count;
        return new Result(
                null,
                "takes %d parameters%s, where the method takes %d"
                        .formatted(taken, takesException ? " and an exception" : "", parameters),
                takesException);
    }

    private Result check(Method candidate, Shape shape, Class<?> accepts, boolean isMeant) {
        String misfit = shape == Shape.EXCEPTION ? null : parameterMisfit(candidate);
        if (misfit == null) {
            misfit = returnMisfit(candidate);
        }
        if (misfit != null) {
            return new Result(null, misfit, isMeant);
        }
        try {
            Class<?> returned = guarded.method().getReturnType();
            return new Result(FallbackMethod.of(candidate, shape, accepts, returned), "", isMeant);
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            return new Result(null, "cannot be called: " + closed.getMessage(), true);
        }
    }

    private @Nullable String parameterMisfit(Method candidate) {
        for (int i = 0; i < parameters; i++) {
            ResolvableType passed = parameter(guarded.method(), i);
            ResolvableType taken = parameter(candidate, i);
            if (!accepts(taken, passed)) {
                return "takes %s as parameter %d, which must be %s or a wider type"
                        .formatted(simple(taken), i + 1, simple(passed));
            }
        }
        return null;
    }

    private @Nullable String returnMisfit(Method candidate) {
        ReturnKind kind = guarded.kind();
        ResolvableType wanted = result(guarded.method(), guarded.targetClass());
        ResolvableType given = result(candidate, guarded.targetClass());
        boolean isSuspending = Suspension.isSuspending(candidate);
        if (isSuspending != (kind == ReturnKind.SUSPENDED)) {
            return isSuspending ? "suspends, which the method does not" : "does not suspend, whereas the method does";
        }
        if (isFree(given)) {
            return null;
        }
        if (kind == ReturnKind.PLAIN
                && ReturnKind.of(candidate, given.toClass()).isAsynchronous()) {
            return "returns %s before its work is done, whereas callers of the method have its result when it returns"
                    .formatted(simple(given));
        }
        return wanted.toClass() == void.class || isAnswer(kind, wanted, given)
                ? null
                : "returns %s, which must be %s or a narrower type".formatted(simple(given), simple(wanted));
    }

    private static boolean isAnswer(ReturnKind kind, ResolvableType wanted, ResolvableType given) {
        if (kind == ReturnKind.STAGE) {
            return CompletionStage.class.isAssignableFrom(given.toClass())
                    && agree(wanted.as(CompletionStage.class), given.as(CompletionStage.class));
        }
        boolean isNothing = wanted.toClass() == Void.class && given.toClass() == void.class;
        return isNothing || accepts(wanted, given);
    }

    private static ResolvableType result(Method method, Class<?> type) {
        return Suspension.isSuspending(method)
                ? Suspension.returned(method, type)
                : ResolvableType.forMethodReturnType(method, type);
    }

    private ResolvableType parameter(Method method, int index) {
        return ResolvableType.forMethodParameter(method, index, guarded.targetClass());
    }

    private static boolean accepts(ResolvableType to, ResolvableType from) {
        return (ClassUtils.isAssignable(to.toClass(), from.toClass()) && agree(to, from)) || widens(to, from);
    }

    /** Generics decide only where both sides say what they are. */
    private static boolean agree(ResolvableType to, ResolvableType from) {
        return !isResolved(to)
                || !isResolved(from)
                || to.toClass().isPrimitive()
                || from.toClass().isPrimitive()
                || to.isAssignableFrom(from);
    }

    private static boolean isResolved(ResolvableType type) {
        if (type.resolve() == null) {
            return false;
        }
        for (ResolvableType generic : type.getGenerics()) {
            if (!isResolved(generic)) {
                return false;
            }
        }
        return true;
    }

    /** A type variable that the bean's class leaves open: it may turn out to be anything. */
    private static boolean isFree(ResolvableType type) {
        return type.resolve() == null;
    }

    /** Primitives widen as in an assignment, boxed ones on the way. */
    private static boolean widens(ResolvableType to, ResolvableType from) {
        Class<?> wide = to.toClass();
        int narrow = NUMBERS.indexOf(ClassUtils.resolvePrimitiveIfNecessary(from.toClass()));
        return wide.isPrimitive()
                && narrow >= 0
                && narrow < NUMBERS.indexOf(ClassUtils.resolvePrimitiveIfNecessary(wide));
    }

    private static String simple(ResolvableType type) {
        return Signatures.simple(type.getType());
    }
}
