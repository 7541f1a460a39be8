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
    private static final String EVENT_CONSUMER_BUFFER_SIZE = "event-consumer-buffer-size";

    /** Name of the entry under configs to inherit from. */
    private @Nullable String baseConfig;

    /** Number of recent events of each type that are kept, or 0 for none. */
    private @Nullable Integer eventConsumerBufferSize;

    /** Hands each setting over with its key and the place in the draft where it belongs: one line per property. */
    abstract void apply(Applier to, B draft);

    /** As {@link #apply}, for what instances of all policies can hold. */
    final void applyVisibility(Applier to, Visibility visibility) {
        to.value(EVENT_CONSUMER_BUFFER_SIZE, eventConsumerBufferSize, visibility::eventConsumerBufferSize);
    }

    public void setBaseConfig(@Nullable String baseConfig) {
        this.baseConfig = baseConfig;
    }

    @Nullable String baseConfig() {
        return baseConfig;
    }

    public void setEventConsumerBufferSize(@Nullable Integer eventConsumerBufferSize) {
        this.eventConsumerBufferSize = eventConsumerBufferSize;
    }
}
