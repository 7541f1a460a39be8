package io.breaker.bulkhead;

import io.breaker.Check;
import io.breaker.Nanos;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How many threads a thread-pool bulkhead has and how many calls may wait for one. Immutable. The accessors carry the names
 * of the settings; what each means, its range and its default stand at the method of the same name of the {@link Builder}.
 */
public final class ThreadPoolBulkheadConfig {

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    private final Builder values;
    private final int coreThreadPoolSize;
    private final int maxThreadPoolSize;

    final long keepAliveNanos;

    private ThreadPoolBulkheadConfig(Builder values) {
        this.values = values;
        int processors = Runtime.getRuntime().availableProcessors();
        Integer core = values.coreThreadPoolSize;
        Integer max = values.maxThreadPoolSize;
        this.maxThreadPoolSize = max != null ? max : Math.max(processors, core != null ? core : 1);
        this.coreThreadPoolSize = core != null ? core : Math.min(Math.max(1, processors - 1), maxThreadPoolSize);
        this.keepAliveNanos = Nanos.of(values.keepAliveDuration);
        Check.require(
                coreThreadPoolSize <= maxThreadPoolSize,
                "coreThreadPoolSize",
                coreThreadPoolSize,
                "must be at most maxThreadPoolSize, which is " + maxThreadPoolSize);
        Check.require(
                !values.virtualThreadsEnabled || Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS,
                "virtualThreadsEnabled",
                values.virtualThreadsEnabled,
                "must be false before Java " + FIRST_JAVA_WITH_VIRTUAL_THREADS + ", and this is Java "
                        + Runtime.version().feature());
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static ThreadPoolBulkheadConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    public int coreThreadPoolSize() {
        return coreThreadPoolSize;
    }

    public int maxThreadPoolSize() {
        return maxThreadPoolSize;
    }

    public int queueCapacity() {
        return values.queueCapacity;
    }

    public Duration keepAliveDuration() {
        return values.keepAliveDuration;
    }

    public boolean virtualThreadsEnabled() {
        return values.virtualThreadsEnabled;
    }

    public UnaryOperator<Runnable> taskDecorator() {
        return values.taskDecorator;
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private @Nullable Integer coreThreadPoolSize;
        private @Nullable Integer maxThreadPoolSize;
        private int queueCapacity = 100;
        private Duration keepAliveDuration = Duration.ofMillis(20);
        private boolean virtualThreadsEnabled;
        private UnaryOperator<Runnable> taskDecorator = UnaryOperator.identity();

        private Builder() {}

        /** How many threads stay when there is nothing to do. At least 1, at most maxThreadPoolSize; default one less than
         * there are processors, and at least 1, or maxThreadPoolSize if that is less. */
        public Builder coreThreadPoolSize(int value) {
            coreThreadPoolSize = Check.within("coreThreadPoolSize", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How many threads there are at most, and so how many calls run at once: there are as many before the first call
         * waits. At least 1; default one for each processor, or coreThreadPoolSize if that is more. */
        public Builder maxThreadPoolSize(int value) {
            maxThreadPoolSize = Check.within("maxThreadPoolSize", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** How many calls may wait for a thread. Not negative; default 100. */
        public Builder queueCapacity(int value) {
            queueCapacity = Check.within("queueCapacity", value, 0, Integer.MAX_VALUE);
            return this;
        }

        /** How long a thread beyond the core stays without work. Not negative; default 20 ms. */
        public Builder keepAliveDuration(Duration value) {
            keepAliveDuration = Check.notNegative("keepAliveDuration", value);
            return this;
        }

        /** Whether each call gets a virtual thread of its own, under the same limit. Needs Java 21; default false. */
        public Builder virtualThreadsEnabled(boolean value) {
            virtualThreadsEnabled = value;
            return this;
        }

        /**
         * What is done with each call on its caller's thread, before it goes to another one: returns a task that runs the
         * given one, with what belongs to the caller's thread around it. Default: nothing.
         */
        public Builder taskDecorator(UnaryOperator<Runnable> value) {
            taskDecorator = value;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         * @throws IllegalArgumentException if there are more core threads than threads, or no virtual ones in this Java
         */
        public ThreadPoolBulkheadConfig build() {
            return new ThreadPoolBulkheadConfig(copy());
        }

        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
