package io.breaker;

/** What people write, made fit for the log: short, and on one line. */
public final class OneLine {

    private OneLine() {}

    /**
     * Cuts a text.
     *
     * @param text what somebody wrote
     * @param most how many characters are kept at most
     * @return its beginning, with a space in place of each control character, and none around it
     */
    public static String of(String text, int most) {
        String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ").strip();
        if (line.length() <= most) {
            return line;
        }
        // Half a surrogate pair would not be text any more.
        return line.substring(0, Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most);
    }
}
