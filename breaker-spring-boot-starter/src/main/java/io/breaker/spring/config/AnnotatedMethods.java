package io.breaker.spring.config;

import java.util.List;

/** The methods that annotations guard, for whoever looks at an application at startup. */
public interface AnnotatedMethods {

    /**
     * Looks at all beans, and makes none.
     *
     * @param kind a policy
     * @return the methods that have it
     */
    List<AnnotatedMethod> of(PolicyKind kind);

    /**
     * One of them.
     *
     * @param bean the name of the bean that has the method
     * @param method the method, for people
     * @param instance the name of the policy's instance
     */
    record AnnotatedMethod(String bean, String method, String instance) {}
}
