package io.breaker.spring.config;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which flat keys there are, as one expression. */
final class FuzzGrammar {

    private static final String NAME = "(\\.[^.\\[\\]]*)?(\\[.*])?";
    private static final Pattern KEYS = Pattern.compile("breaker\\.(timesource|metrics\\.prefix|fallback\\.aspectorder|"
            + policy(PolicyKind.CIRCUITBREAKER) + "|" + policy(PolicyKind.RETRY) + ")");
    private static final Pattern PARENTS = Pattern.compile("breaker\\.(metrics|fallback|(circuitbreaker|retry)"
            + "(\\.metrics|\\.(configs|instances)" + NAME + "?)?)");

    private FuzzGrammar() {}

    private static String policy(PolicyKind kind) {
        String keys = FuzzKey.of(kind).stream()
                .map(key -> key.key().replace("-", "") + (key.kind() == FuzzKind.EXCEPTIONS ? "(\\[[0-9]+])?" : ""))
                .collect(Collectors.joining("|"));
        return kind.key() + "\\.(aspectorder|metrics\\.enabled|(configs|instances)" + NAME + "\\.(baseconfig|" + keys
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
