package io.breaker.spring.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a value must look like to be of a type, in words. */
final class Rules {

    private static final int NO_NUMBER = Integer.MAX_VALUE;

    private Rules() {}

    /** {@return the rule for values of a type, or null if it is none that is written as one value} */
    static @Nullable String of(Class<?> type, String value) {
        if (type.isEnum()) {
            return "must be "
                    + oneOf(Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .toList());
        }
        if (type == Integer.class) {
            return "must be a whole number" + (isWholeNumber(value) ? " of at most " + Integer.MAX_VALUE : "");
        }
        if (type == Boolean.class) {
            return "must be true or false";
        }
        if (type == Duration.class) {
            return "must be a duration such as 500ms, 2s or PT1M";
        }
        if (type == String.class) {
            return "must be a text whose placeholders can be replaced";
        }
        return type == Double.class ? "must be a number" : null;
    }

    private static boolean isWholeNumber(String value) {
        return scale(value) <= 0;
    }

    /** {@return whether a value is a number that is not whole} */
    static boolean hasFraction(String value) {
        int scale = scale(value);
        return scale > 0 && scale != NO_NUMBER;
    }

    /** {@return whether a value is a number} */
    static boolean isNumber(String value) {
        return scale(value) != NO_NUMBER;
    }

    private static int scale(String value) {
        try {
            return new BigDecimal(value.trim()).stripTrailingZeros().scale();
        } catch (NumberFormatException noNumber) {
            return NO_NUMBER;
        }
    }

    /** {@return the choices, as in "A, B or C"} */
    static String oneOf(List<String> choices) {
        int last = choices.size() - 1;
        return choices.stream().limit(last).collect(Collectors.joining(", ")) + " or " + choices.get(last);
    }

    /** {@return the rule out of a message of the core's, "setting is value: rule"} */
    static String ruleIn(IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        int colon = message.lastIndexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }

    /** {@return the setting out of such a message} */
    static String settingIn(IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        int space = message.indexOf(' ');
        return space < 0 ? message : message.substring(0, space);
    }
}
