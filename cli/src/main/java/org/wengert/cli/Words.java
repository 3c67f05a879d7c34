package org.wengert.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Pieces of sentences. */
final class Words {
    private Words() {}

    /** Returns {@code 1 row}, {@code 1,234 rows}. */
    static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    /** Returns {@code a, b and c}; {@code nothing} for none. */
    static String list(Collection<String> words) {
        List<String> all = new ArrayList<>(words);
        if (all.isEmpty()) {
            return "nothing";
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        return String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }

    /** Returns the candidates that the word may be a misspelling of, nearest first, at most three. */
    static List<String> near(String word, Collection<String> candidates) {
        record Near(String word, int distance) {}
        String lower = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .distinct()
                .map(c -> new Near(c, distance(lower, c.toLowerCase(Locale.ROOT))))
                .filter(n -> n.distance()
                                <= Math.max(1, Math.min(word.length(), n.word().length()) / 3)
                        || lower.length() >= 3
                                && n.word().toLowerCase(Locale.ROOT).contains(lower))
                .sorted((a, b) -> a.distance() != b.distance()
                        ? Integer.compare(a.distance(), b.distance())
                        : a.word().compareTo(b.word()))
                .limit(3)
                .map(Near::word)
                .toList();
    }

    /** Returns {@code ; did you mean a or b?}, or {@code .} where nothing is near. */
    static String didYouMean(String word, Collection<String> candidates) {
        List<String> near = near(word, candidates);
        return near.isEmpty() ? "." : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Returns the number of letters to insert, delete, replace or swap with their neighbour that lead from a to b. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
