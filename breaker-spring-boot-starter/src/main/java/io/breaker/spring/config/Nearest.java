package io.breaker.spring.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /**
     * Looks for a near word. Case, dashes, underscores, dots and spaces make no difference.
     *
     * @param typo the word as written
     * @param words what it may have meant
     * @return the word that takes the fewest changes to get to, the first of several, if these are at most a third of its
     *     letters
     */
    public static Optional<String> to(String typo, Collection<String> words) {
        String plain = plain(typo);
        return words.stream()
                .filter(word ->
                        distance(plain, plain(word)) <= Math.max(1, plain(word).length() / 3))
                .min(Comparator.comparingInt(word -> distance(plain, plain(word))));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** Optimal string alignment: insertions, deletions, replacements and swapped neighbours. */
    private static int distance(String a, String b) {
        int[][] changes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                changes[i][j] = i == 0 || j == 0 ? i + j : step(changes, a, b, i, j);
            }
        }
        return changes[a.length()][b.length()];
    }

    private static int step(int[][] changes, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(changes[i - 1][j - 1] + same, 1 + Math.min(changes[i - 1][j], changes[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + changes[i - 2][j - 2]) : least;
    }
}
