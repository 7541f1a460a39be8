package io.breaker.spring.config;

import java.util.function.UnaryOperator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;

/**
 * Takes what belongs to the caller's thread, such as the trace and the security context, along to the thread of the call, and
 * away from it again: everything that has a {@code ThreadLocalAccessor} in Micrometer's {@code ContextRegistry}.
 */
final class ContextPropagation implements UnaryOperator<Runnable> {

    private final ContextPropagatingTaskDecorator decorator = new ContextPropagatingTaskDecorator();

    /** {@return whether Micrometer's library for it is there; without it, this cannot be made} */
    static boolean isPresent() {
        return ClassUtils.isPresent(
                "io.micrometer.context.ContextSnapshotFactory", ContextPropagation.class.getClassLoader());
    }

    @Override
    public Runnable apply(Runnable task) {
        return decorator.decorate(task);
    }
}
