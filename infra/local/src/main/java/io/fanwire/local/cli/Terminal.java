package io.fanwire.local.cli;

import java.io.Console;

/** Whether somebody watches, and text made fit for their screen. */
final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal. From Java 22 on a console may also stand for a pipe and says so. */
    @SuppressWarnings("SystemConsoleNull") // from 22 on the console itself is asked, below
    static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** On one line, and without control characters: what others sent must not steer a terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> plain.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c));
        return plain.toString();
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
