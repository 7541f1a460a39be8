package io.breaker.spring.config;

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

    /** Hands each setting over with its key and the place in the draft where it belongs: one line per property. */
    abstract void apply(Applier to, B draft);

    public void setBaseConfig(@Nullable String baseConfig) {
        this.baseConfig = baseConfig;
    }

    @Nullable String baseConfig() {
        return baseConfig;
    }
}
