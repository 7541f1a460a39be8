package io.breaker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of settings, each said once. For policies' configurations. A value outside its range is an {@link
 * IllegalArgumentException} that reads "setting is value: rule".
 */
public final class Check {

    private Check() {}

    /** {@return the value, if it is above 0 and at most 100} */
    public static double percent(String setting, double value) {
        return require(value > 0 && value <= 100, setting, value, "must be above 0 and at most 100");
    }

    /** {@return the value, if it is at least 1} */
    public static double atLeastOne(String setting, double value) {
        return require(value >= 1 && value < Double.POSITIVE_INFINITY, setting, value, "must be at least 1");
    }

    /** {@return the value, if it is from 0 to below 1} */
    public static double belowOne(String setting, double value) {
        return require(value >= 0 && value < 1, setting, value, "must be at least 0 and below 1");
    }

    /** {@return the value, if it lies between two bounds, both included} */
    public static int within(String setting, int value, int min, int max) {
        String rule = max == Integer.MAX_VALUE ? "must be at least " + min : "must be from " + min + " to " + max;
        return require(value >= min && value <= max, setting, value, rule);
    }

    /** {@return the value, if it lies between two bounds, both included} */
    public static Duration within(String setting, Duration value, Duration min, Duration max) {
        boolean fits = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        return require(fits, setting, value, "must be from " + min + " to " + max);
    }

    /** {@return the value, if it is longer than nothing} */
    public static Duration positive(String setting, Duration value) {
        return require(value.compareTo(Duration.ZERO) > 0, setting, value, "must be longer than 0");
    }

    /** {@return the value, if it is not negative} */
    public static Duration notNegative(String setting, Duration value) {
        return require(!value.isNegative(), setting, value, "must not be negative");
    }

    /** {@return the value, if it is what the rule asks for} */
    public static <T extends @Nullable Object> T require(boolean fits, String setting, T value, String rule) {
        if (!fits) {
            throw new IllegalArgumentException(setting + " is " + value + ": " + rule);
        }
        return value;
    }
}
