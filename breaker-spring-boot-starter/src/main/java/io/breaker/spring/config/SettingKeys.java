package io.breaker.spring.config;

import io.breaker.OneLine;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of settings that an operator may name, in dashes, capitals or underscores.
 *
 * @param known all of them, spelt with dashes
 */
record SettingKeys(Set<String> known) {

    /** {@return the key that is meant, or null if none is} */
    @Nullable String find(String spelling) {
        return known.stream()
                .filter(key -> uniform(key).equals(uniform(spelling)))
                .findFirst()
                .orElse(null);
    }

    /** {@return a problem for each spelling that is none of these} */
    List<Problem> unknown(Collection<String> spellings, Collection<String> others) {
        Set<String> all = new LinkedHashSet<>(others);
        all.addAll(known);
        return spellings.stream()
                .filter(spelling -> find(spelling) == null)
                .map(spelling -> new Problem(
                        "Nobody knows the key " + OneLine.of(spelling, 100) + ".",
                        null,
                        Nearest.to(spelling, all)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("There are: " + String.join(", ", all) + ".")))
                .toList();
    }

    /** A placeholder would show what other properties hold, and an empty value hide what files say. */
    static void checkText(String setting, @Nullable Object value, List<Problem> problems) {
        String text = String.valueOf(value);
        if (text.contains("${")) {
            problems.add(new Problem(setting + " must not be a placeholder.", null, "Give it a value."));
        } else if (text.isBlank()) {
            problems.add(new Problem(
                    setting + " is empty.", null, "Give it a value, or null for what the environment says."));
        }
    }

    private static String uniform(String key) {
        return key.strip().replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }
}
