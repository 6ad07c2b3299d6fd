package io.fanwire.local.doctor;

import java.util.Optional;

/** What one check found, and what to do about it. */
public record Finding(Grade grade, String what, String detail, Optional<String> remedy) {
    /** How bad it is. */
    public enum Grade {
        OK,
        /** Worth knowing; nothing is wrong. */
        NOTE,
        WRONG
    }

    public boolean fine() {
        return grade != Grade.WRONG;
    }

    static Finding ok(String what, String detail) {
        return new Finding(Grade.OK, what, detail, Optional.empty());
    }

    static Finding note(String what, String detail, String remedy) {
        return new Finding(Grade.NOTE, what, detail, Optional.of(remedy));
    }

    static Finding wrong(String what, String detail, String remedy) {
        return new Finding(Grade.WRONG, what, detail, Optional.of(remedy));
    }
}
