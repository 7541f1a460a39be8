package io.breaker.fleet;

import io.breaker.Check;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an instance takes part in a fleet. Immutable. The accessors carry the names of the settings; what each means, its
 * range and its default stand at the method of the same name of the {@link Builder}.
 */
public final class FleetConfig {

    private final Builder values;

    private FleetConfig(Builder values) {
        this.values = values;
    }

    /** {@return a builder that holds the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the configuration that has every default} */
    public static FleetConfig ofDefaults() {
        return builder().build();
    }

    /** {@return a builder that holds all values of this configuration} */
    public Builder toBuilder() {
        return values.copy();
    }

    /** {@return the name in force: what was set, else the host's name and a random part} */
    public String instanceId() {
        String set = values.instanceId;
        return set != null ? set : Host.NAME + "-" + values.distinction;
    }

    public Duration syncInterval() {
        return values.syncInterval;
    }

    public Duration leaseDuration() {
        return values.leaseDuration;
    }

    public int quorumMinimum() {
        return values.quorumMinimum;
    }

    public double quorumFraction() {
        return values.quorumFraction;
    }

    public Duration detachAfter() {
        return values.detachAfter;
    }

    public Duration commandTimeout() {
        return values.commandTimeout;
    }

    /** Looked up when it is first asked for: that can take a while. */
    private static final class Host {

        static final String NAME = name();

        private static String name() {
            try {
                String name = InetAddress.getLocalHost().getHostName();
                return name.length() <= 80 ? name : name.substring(0, 80);
            } catch (UnknownHostException nameless) {
                return "instance";
            }
        }
    }

    /**
     * Collects settings. Each method returns this builder and throws {@link IllegalArgumentException} for a value outside
     * its range. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private @Nullable String instanceId;
        private final String distinction = UUID.randomUUID().toString().substring(0, 8);
        private Duration syncInterval = Duration.ofSeconds(1);
        private Duration leaseDuration = Duration.ofSeconds(5);
        private int quorumMinimum = 2;
        private double quorumFraction;
        private Duration detachAfter = Duration.ofSeconds(2);
        private Duration commandTimeout = Duration.ofMillis(100);

        private Builder() {}

        /** What this instance is called; no other living one may have the name. From 1 to 100 characters; default the host's
         * name and a random part. */
        public Builder instanceId(String value) {
            instanceId = Check.require(
                    !value.isBlank() && value.length() <= 100,
                    "instanceId",
                    value,
                    "must have from 1 to 100 characters");
            return this;
        }

        /** How often an instance reports, give or take a tenth; with new failures ten times as often, while all is well half,
         * and without traffic a fifth as often. From 100 ms to 10 s; default 1 s. */
        public Builder syncInterval(Duration value) {
            syncInterval = Check.within("syncInterval", value, Duration.ofMillis(100), Duration.ofSeconds(10));
            return this;
        }

        /** For how long an instance that is not heard of keeps the leave to send a probe. From 300 ms to 10 min, and
         * at least 3 times {@code syncInterval}, as reports renew it; default 5 s. */
        public Builder leaseDuration(Duration value) {
            leaseDuration = Check.within("leaseDuration", value, Duration.ofMillis(300), Duration.ofMinutes(10));
            return this;
        }

        /** How many instances must be failing for the fleet to open, or all that are alive if those are fewer. At least 1;
         * default 2. */
        public Builder quorumMinimum(int value) {
            quorumMinimum = Check.within("quorumMinimum", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /** Which part of those alive must be failing. From 0 to 1; default 0. */
        public Builder quorumFraction(double value) {
            quorumFraction = Check.require(
                    value >= 0 && value <= 1, "quorumFraction", value, "must be at least 0 and at most 1");
            return this;
        }

        /** How long the store may fail to answer before the breakers decide alone. From 100 ms to 1 h, and at least
         * {@code syncInterval}; default 2 s. */
        public Builder detachAfter(Duration value) {
            detachAfter = Check.within("detachAfter", value, Duration.ofMillis(100), Duration.ofHours(1));
            return this;
        }

        /** How long an answer may take before it counts as a failure. From 1 ms to 10 s; default 100 ms. */
        public Builder commandTimeout(Duration value) {
            commandTimeout = Check.within("commandTimeout", value, Duration.ofMillis(1), Duration.ofSeconds(10));
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return a configuration that later changes of this builder do not touch
         * @throws IllegalArgumentException if a duration is too short for {@code syncInterval}
         */
        public FleetConfig build() {
            Check.require(
                    detachAfter.compareTo(syncInterval) >= 0,
                    "detachAfter",
                    detachAfter,
                    "must be at least syncInterval, which is " + syncInterval);
            Check.require(
                    leaseDuration.compareTo(syncInterval.multipliedBy(3)) >= 0,
                    "leaseDuration",
                    leaseDuration,
                    "must be at least 3 times syncInterval, which is " + syncInterval);
            return new FleetConfig(copy());
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
