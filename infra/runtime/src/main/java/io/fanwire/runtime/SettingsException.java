package io.fanwire.runtime;

import java.util.List;

/** Settings that cannot be used: every problem found, each with what, where it came from and what was probably meant. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, in the order in which they were found. */
    public List<String> problems() {
        return problems;
    }
}
