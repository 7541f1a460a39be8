package io.breaker.spring.config;

/** Looks at one side of an application once all its singletons exist, before it serves anybody. */
public interface StartupInspector {

    /**
     * Looks, and notes what it finds.
     *
     * @param report where to note it
     */
    void inspect(StartupReport report);
}
