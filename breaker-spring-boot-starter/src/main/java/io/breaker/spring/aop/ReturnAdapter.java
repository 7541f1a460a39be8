package io.breaker.spring.aop;

import io.breaker.Policy;
import org.jspecify.annotations.Nullable;

/** How calls run whose method returns one kind of type. Chosen once per method. */
interface ReturnAdapter {

    /**
     * The plan for calls under a policy.
     *
     * @param policy the policy
     * @param repetition runs what is behind the interceptor more than once
     */
    Plan under(Policy policy, Repetition repetition);

    /**
     * The plan for calls with fallbacks.
     *
     * @param fallbacks answer for calls that fail
     * @param repetition runs what is behind the interceptor more than once
     * @return the plan, or {@code null} where a call has ended when the method returns: then a catch block will do
     */
    @Nullable Plan answered(Fallbacks fallbacks, Repetition repetition);

    /** {@return the adapter for a method} */
    static ReturnAdapter of(GuardedMethod guarded) {
        return switch (guarded.kind()) {
            case PLAIN -> new PlainReturn();
            case STAGE -> new StageReturn();
            case PUBLISHER, SUSPENDED -> PublisherReturn.of(guarded);
            case FLOW -> FlowReturn.of(guarded);
        };
    }
}
