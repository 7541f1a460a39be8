package io.breaker.spring.config;

import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which flat keys there are, as one expression. */
final class FuzzGrammar {

    private static final String NAME = "(\\.[^.\\[\\]]*)?(\\[.*])?";
    private static final String GROUPS = "fastwindow|recovery|fleet";
    private static final String FLEET = "prefix|scope|connection|instanceid|syncinterval|leaseduration|quorumminimum"
            + "|quorumfraction|detachafter|commandtimeout|startuptimeout";
    private static final Pattern KEYS = Pattern.compile(
            "breaker\\.(timesource|metrics\\.prefix|observations\\.enabled|fallback\\.aspectorder|fleet\\.(" + FLEET
                    + ")|" + each(FuzzGrammar::policy) + ")");
    private static final Pattern PARENTS =
            Pattern.compile("breaker\\.(metrics|observations|fallback|fleet|(" + each(FuzzGrammar::name) + ")"
                    + "(\\.metrics|\\.(configs|instances)" + NAME + "(\\.(" + GROUPS + "))?)?)");

    private FuzzGrammar() {}

    private static String each(Function<PolicyKind, String> expression) {
        return Stream.of(PolicyKind.values()).map(expression).collect(Collectors.joining("|"));
    }

    private static String name(PolicyKind kind) {
        return kind.key().replace("-", "");
    }

    private static String policy(PolicyKind kind) {
        String keys = FuzzKey.of(kind).stream()
                .map(key -> key.key().replace("-", "").replace(".", "\\.")
                        + (key.kind() == FuzzKind.EXCEPTIONS ? "(\\[[0-9]+])?" : ""))
                .collect(Collectors.joining("|"));
        return name(kind) + "\\.(aspectorder|metrics\\.enabled|(configs|instances)" + NAME + "\\.(baseconfig|" + keys
                + "))";
    }

    /** {@return whether that key exists, or stands above others and says nothing} */
    static boolean knows(String key, @Nullable Object value) {
        String uniform = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.\\[\\]]", "");
        boolean empty = value == null || value.toString().isBlank();
        return KEYS.matcher(uniform).matches()
                || (empty && PARENTS.matcher(uniform).matches());
    }
}
