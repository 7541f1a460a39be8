package io.breaker.spring.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code configs.<name>} and {@code instances.<name>} of every policy can hold. A field that no property sets is
 * {@code null}: the layers of an instance are bound onto one such object, outermost first, and defaults live in the
 * policies' builders alone.
 *
 * @param <B> what the settings are put into
 */
abstract class InstanceProperties<B> {

    static final String BASE_CONFIG = "base-config";

    /** Name of the entry under configs to inherit from. */
    private @Nullable String baseConfig;

    /** Whether the wait grows each time. */
    private @Nullable Boolean enableExponentialBackoff;

    /** Factor by which a growing wait grows. */
    private @Nullable Double exponentialBackoffMultiplier;

    /** Whether the wait is scattered. */
    private @Nullable Boolean enableRandomizedWait;

    /** Part of itself by which a scattered wait differs at most. */
    private @Nullable Double randomizedWaitFactor;

    /** Exceptions, with their subtypes, that do not count. */
    private @Nullable List<Class<? extends Throwable>> ignoreExceptions;

    /** Hands each setting over with its key and the place in the draft where it belongs: one line per property. */
    abstract void apply(Applier to, B draft);

    public void setBaseConfig(@Nullable String baseConfig) {
        this.baseConfig = baseConfig;
    }

    @Nullable String baseConfig() {
        return baseConfig;
    }

    public void setEnableExponentialBackoff(@Nullable Boolean enableExponentialBackoff) {
        this.enableExponentialBackoff = enableExponentialBackoff;
    }

    @Nullable Boolean enableExponentialBackoff() {
        return enableExponentialBackoff;
    }

    public void setExponentialBackoffMultiplier(@Nullable Double exponentialBackoffMultiplier) {
        this.exponentialBackoffMultiplier = exponentialBackoffMultiplier;
    }

    @Nullable Double exponentialBackoffMultiplier() {
        return exponentialBackoffMultiplier;
    }

    public void setEnableRandomizedWait(@Nullable Boolean enableRandomizedWait) {
        this.enableRandomizedWait = enableRandomizedWait;
    }

    @Nullable Boolean enableRandomizedWait() {
        return enableRandomizedWait;
    }

    public void setRandomizedWaitFactor(@Nullable Double randomizedWaitFactor) {
        this.randomizedWaitFactor = randomizedWaitFactor;
    }

    @Nullable Double randomizedWaitFactor() {
        return randomizedWaitFactor;
    }

    public void setIgnoreExceptions(@Nullable List<Class<? extends Throwable>> ignoreExceptions) {
        this.ignoreExceptions = ignoreExceptions;
    }

    @Nullable List<Class<? extends Throwable>> ignoreExceptions() {
        return ignoreExceptions;
    }
}
