package io.breaker.spring.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.function.SingletonSupplier;

/** What a value must look like to be of a type, in words. */
final class Rules {

    private static final Pattern SETTING = Pattern.compile("\\b[a-z]+(?:[A-Z][a-z]+)+\\b");

    private static final Pattern KEY = Pattern.compile("[a-z]+(?:[-.][a-z]+)*");

    /** Found out when a problem is put into words, which is seldom. */
    private static final Supplier<Map<String, String>> DOTTED = SingletonSupplier.of(Keys::dotted);

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

    /** {@return the rule out of a message of the core's, "setting is value: rule", settings spelt as keys} */
    static String ruleIn(IllegalArgumentException refusal) {
        String message = messageOf(refusal);
        int colon = message.lastIndexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }

    /** {@return the words of such a message that may be settings, spelt as keys, the one that is refused first} */
    static List<String> settingsIn(IllegalArgumentException refusal) {
        return KEY.matcher(messageOf(refusal)).results().map(MatchResult::group).toList();
    }

    /** {@return such a message, settings spelt as keys} */
    static String messageOf(IllegalArgumentException refusal) {
        return dashed(String.valueOf(refusal.getMessage()));
    }

    /** {@return a text with its words in camel case spelt as keys} */
    static String dashed(String text) {
        return SETTING.matcher(text).replaceAll(word -> key(word.group()));
    }

    private static String key(String setting) {
        String dashed = DataObjectPropertyName.toDashedForm(setting);
        return DOTTED.get().getOrDefault(dashed, dashed);
    }
}
