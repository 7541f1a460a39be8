package io.breaker.spring.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the instances of policies can hold that wait and tell exceptions apart.
 *
 * @param <B> what the settings are put into
 */
abstract class WaitingProperties<B> extends InstanceProperties<B> {

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
