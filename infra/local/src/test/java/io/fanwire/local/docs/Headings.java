package io.fanwire.local.docs;

import io.fanwire.local.Role;
import java.util.Locale;

/** Headings of the sections that are about one role. */
final class Headings {
    private Headings() {}

    static String of(Role role) {
        String word = role.toString();
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
