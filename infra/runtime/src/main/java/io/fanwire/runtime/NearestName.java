package io.fanwire.runtime;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that takes the fewest edits to reach, for messages about misspelt ones. */
final class NearestName {
    private NearestName() {}

    /** Of equally near names the first in the alphabet; "none" when nothing is known. */
    static String of(String wanted, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> edits(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("none");
    }

    /** Levenshtein's distance, one row at a time. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
