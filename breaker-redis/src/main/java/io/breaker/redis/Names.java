package io.breaker.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How breakers are called in Redis. All keys of one breaker have the same hash tag, so that a cluster keeps them together; what
 * would end a tag or a part of one, and what a person could not read, is percent-encoded.
 */
final class Names {

    /** Of keys and messages, so that later ones, which mean something else, do not meet them. */
    private static final int VERSION = 1;

    private static final int LONGEST = 200;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String root;
    private final String scope;

    Names(String prefix, String scope) {
        if (prefix.isEmpty() || !prefix.codePoints().allMatch(c -> c == ':' || isPlain(c))) {
            throw new IllegalArgumentException("prefix is \"" + prefix
                    + "\": must not be empty and have no braces, percent signs, white space or control characters");
        }
        this.root = prefix + ":" + VERSION + ":";
        this.scope = scope.isEmpty() ? "" : encode(checked("scope", scope)) + ":";
    }

    /** The hash of a breaker's state. */
    String state(String breaker) {
        return root + "{" + member(breaker) + "}:s";
    }

    /** The hash of its instances' reports. */
    String reports(String breaker) {
        return root + "{" + member(breaker) + "}:i";
    }

    /** The channel of hints about all breakers of all scopes. */
    String channel() {
        return root + "ev";
    }

    /** A breaker among those of all scopes; also what is published about it. */
    String member(String breaker) {
        return scope + encode(checked("A breaker's name", breaker));
    }

    /** {@return whether a message is about a breaker of this scope} */
    boolean isOurs(String message) {
        return message.startsWith(scope) && message.indexOf(':', scope.length()) < 0;
    }

    /** {@return the breaker that a message of this scope is about} */
    String breaker(String message) {
        return decode(message.substring(scope.length()));
    }

    private static String checked(String what, String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    what + " has " + name.length() + " characters: must have 1 to " + LONGEST + " to be kept in Redis");
        }
        return name;
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (isPlain(c)) {
                encoded.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(HEX.toHexDigits(b));
                }
            }
        });
        return encoded.toString();
    }

    private static boolean isPlain(int c) {
        return "{}%:".indexOf(c) < 0 && !Character.isWhitespace(c) && !Character.isISOControl(c);
    }

    private static String decode(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                decoded.write(HexFormat.fromHexDigits(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII)));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
