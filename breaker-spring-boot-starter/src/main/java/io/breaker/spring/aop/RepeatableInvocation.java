package io.breaker.spring.aop;

import io.breaker.Body;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.framework.ReflectiveMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * One call that may take several attempts. An invocation walks the chain of interceptors once, and there is no way back:
 * so the first attempt, mostly the only one, walks it, and each further one walks the rest of the chain anew. Each begins
 * with the arguments, and with the attributes of the invocation, that aspects further out have left; where such an aspect
 * shows up only later than {@link #mayBeNoted} was asked, with what inner ones have left, too. What runs later than the
 * interceptor's own call may be used by several threads at once, else by one at a time.
 */
final class RepeatableInvocation implements Body<@Nullable Object, Throwable> {

    /** The first attempt comes within the interceptor's own call. */
    private static final int NOW = 0;

    /** The first attempt comes when the interceptor's own call is over. */
    private static final int LATER = 1;

    /** The first attempt has come. */
    private static final int BEGUN = 2;

    private static final AtomicIntegerFieldUpdater<RepeatableInvocation> STATE =
            AtomicIntegerFieldUpdater.newUpdater(RepeatableInvocation.class, "state");

    private final ProxyMethodInvocation first;
    private final @Nullable Object[] arguments;
    private final @Nullable Map<String, Object> attributes;
    private final MethodInterceptor here;
    private volatile int state; // and not two fields: a call with a retry has one of these

    private RepeatableInvocation(ProxyMethodInvocation first, MethodInterceptor here, boolean noted, int state) {
        this.state = state;
        this.first = first;
        this.arguments = copy(first.getArguments()); // interceptors may write into those that they are given
        this.attributes = noted ? copy(attributes(first)) : null;
        this.here = here;
    }

    /**
     * Makes an invocation repeatable.
     *
     * @param invocation as an interceptor gets it, which has not proceeded yet
     * @param here that interceptor
     * @param noted whether it {@linkplain #mayBeNoted may have attributes}
     * @return runs what is behind the interceptor, as often as it is called
     */
    static Body<@Nullable Object, Throwable> of(MethodInvocation invocation, MethodInterceptor here, boolean noted) {
        return of((ProxyMethodInvocation) invocation, here, noted, NOW);
    }

    /** The same for an invocation whose first attempt, too, comes when the interceptor has returned. */
    static Body<@Nullable Object, Throwable> later(MethodInvocation invocation, MethodInterceptor here, boolean noted) {
        return of((ProxyMethodInvocation) invocation, here, noted, LATER);
    }

    private static Body<@Nullable Object, Throwable> of(
            ProxyMethodInvocation first, MethodInterceptor here, boolean noted, int state) {
        return first instanceof ReflectiveMethodInvocation && first.getProxy() instanceof Advised
                ? new RepeatableInvocation(first, here, noted, state)
                : cloning(first); // a proxy that does not show its chain
    }

    private static Body<@Nullable Object, Throwable> cloning(ProxyMethodInvocation first) {
        Map<String, Object> shared = attributes(first);
        Map<String, Object> begin = copy(shared);
        Lock oneByOne = new ReentrantLock();
        return () -> {
            MethodInvocation clone;
            oneByOne.lock();
            try {
                clone = first.invocableClone();
                if (!shared.equals(begin)) { // clones share them
                    shared.clear();
                    shared.putAll(begin);
                }
            } finally {
                oneByOne.unlock();
            }
            return exposed(clone);
        };
    }

    /**
     * Whether an aspect further out may put attributes on the invocations of a method. To keep them costs every call some
     * bytes, so it is asked once, when the method is first called.
     *
     * @param invocation the first call of the method
     * @param here the interceptor that runs attempts
     */
    static boolean mayBeNoted(MethodInvocation invocation, MethodInterceptor here) {
        if (!(((ProxyMethodInvocation) invocation).getProxy() instanceof Advised)) {
            return true;
        }
        List<Object> chain = chain((ProxyMethodInvocation) invocation);
        return hasOthers(chain.subList(0, Math.max(0, chain.indexOf(here))));
    }

    private static boolean hasOthers(List<Object> outside) {
        return outside.stream()
                .anyMatch(each -> !(each instanceof PolicyInterceptor
                        || each instanceof FallbackInterceptor
                        || each instanceof ExposeInvocationInterceptor));
    }

    @Override
    public @Nullable Object call() throws Throwable {
        if (state == NOW) {
            state = BEGUN;
            return first.proceed();
        }
        return exposed(STATE.compareAndSet(this, LATER, BEGUN) ? first : again());
    }

    /** Runs an invocation on any thread: AspectJ's advices ask the thread for it, and a call may have left its caller's. */
    static @Nullable Object exposed(MethodInvocation invocation) throws Throwable {
        return ExposeInvocationInterceptor.INSTANCE.invoke(invocation);
    }

    private MethodInvocation again() {
        List<Object> chain = chain(first);
        int place = chain.indexOf(here);
        if (place < 0) {
            throw new IllegalStateException(
                    "The aspects of " + first.getMethod() + " were changed during a call of it");
        }
        Rest rest = new Rest(first, copy(arguments), chain.subList(place + 1, chain.size()));
        begin(chain.subList(0, place)).forEach(rest::setUserAttribute);
        return rest;
    }

    /** Beans of one class may have different aspects. Where none was expected to note anything, better too much than less. */
    private Map<String, Object> begin(List<Object> outside) {
        if (attributes != null) {
            return attributes;
        }
        return hasOthers(outside) ? attributes(first) : Map.of();
    }

    private static List<Object> chain(ProxyMethodInvocation invocation) {
        return DefaultAdvisorChainFactory.INSTANCE.getInterceptorsAndDynamicInterceptionAdvice(
                (Advised) invocation.getProxy(), invocation.getMethod(), type(invocation));
    }

    private static @Nullable Class<?> type(ProxyMethodInvocation invocation) {
        Object target = invocation.getThis();
        return target == null ? null : target.getClass();
    }

    private static @Nullable Object[] copy(@Nullable Object[] arguments) {
        return arguments.length == 0 ? arguments : arguments.clone();
    }

    private static Map<String, Object> copy(Map<String, Object> attributes) {
        return attributes.isEmpty() ? Map.of() : new HashMap<String, Object>(attributes);
    }

    /** A live view, where the kind of invocation lets them be seen. */
    private static Map<String, Object> attributes(ProxyMethodInvocation invocation) {
        return invocation instanceof ReflectiveMethodInvocation known ? known.getUserAttributes() : Map.of();
    }

    /** Spring lets subclasses alone make an invocation. */
    private static final class Rest extends ReflectiveMethodInvocation {

        Rest(ProxyMethodInvocation first, @Nullable Object[] arguments, List<Object> interceptors) {
            super(first.getProxy(), first.getThis(), first.getMethod(), arguments, type(first), interceptors);
        }
    }
}
