package io.breaker.spring.aop;

import io.breaker.Body;
import io.breaker.Policy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Guards annotated methods that return a {@code kotlinx.coroutines.flow.Flow}. The starter knows no coroutines: it looks an
 * implementation up by {@link java.util.ServiceLoader}, and {@code io.breaker:breaker-kotlin} brings one. Without one, such a
 * method is an error at startup.
 *
 * <p>Flows are cold: the guarded method is called when somebody collects what is returned here, anew for each collection
 * and for each attempt of a retry, in the collector's coroutine. One that throws, or returns no flow, is one whose flow
 * failed.
 */
public interface FlowGuard {

    /**
     * Makes a flow of which each collection is one call under a policy.
     *
     * @param policy the policy, which is none with threads of its own
     * @param method calls the guarded method, which returns a flow
     * @return the guarded flow
     */
    Object guarded(Policy policy, Body<@Nullable Object, Throwable> method);

    /**
     * Makes a flow that goes on with a fallback's when it fails. The failure of its collector, and a cancellation, ask no
     * fallback.
     *
     * @param method calls the guarded method, which returns a flow
     * @param fallbacks tells what calls the fallback, which returns a flow, for what was thrown; {@code null} if none answers
     *     that
     * @return the answered flow
     */
    Object answered(
            Body<@Nullable Object, Throwable> method,
            Function<Throwable, @Nullable Body<@Nullable Object, Throwable>> fallbacks);
}
