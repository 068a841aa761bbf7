package org.invigil.server.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody most likely meant to type. */
final class NearestName {

    private NearestName() {}

    /** The candidate with the fewest typing errors, if there are few enough to believe it. */
    static Optional<String> of(String typed, Collection<String> candidates) {
        int believable = Math.max(2, typed.length() / 4);
        return candidates.stream()
                .filter(candidate -> distance(typed, candidate) <= believable)
                .min(Comparator.<String>comparingInt(candidate -> distance(typed, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The Levenshtein distance: the least number of characters to insert, delete or replace. */
    static int distance(String one, String other) {
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], last[j]));
            }
            last = row;
        }
        return last[other.length()];
    }
}
