package io.breaker.spring.aop;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What to do with calls, worked out once per method and class of target. Looking up allocates nothing: the key is the
 * method alone, which nearly always belongs to one class of target. Thread-safe.
 */
final class MethodPlans<P> {

    private record Entry<P>(Class<?> type, P plan, @Nullable Entry<P> next) {}

    private final ConcurrentMap<Method, Entry<P>> entries = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();
    private final BiFunction<MethodInvocation, Class<?>, P> maker;

    /**
     * Makes an empty set of plans.
     *
     * @param maker works one out, given the first call and the class of its target
     */
    MethodPlans(BiFunction<MethodInvocation, Class<?>, P> maker) {
        this.maker = maker;
    }

    P get(MethodInvocation invocation) {
        Method method = invocation.getMethod();
        Object target = invocation.getThis();
        Class<?> type = target != null ? target.getClass() : method.getDeclaringClass();
        for (Entry<P> entry = entries.get(method); entry != null; entry = entry.next) {
            if (entry.type == type) {
                return entry.plan;
            }
        }
        return add(invocation, method, type);
    }

    private P add(MethodInvocation invocation, Method method, Class<?> type) {
        int before = generation.get();
        P plan = maker.apply(invocation, type);
        entries.compute(method, (key, next) -> new Entry<>(type, plan, next));
        if (generation.get() != before) { // forgotten while it was made: it may hold what is gone
            entries.remove(method);
        }
        return plan;
    }

    /** Has everything worked out anew. */
    void forget() {
        generation.incrementAndGet();
        entries.clear();
    }
}
