package io.fanwire.runtime;

import java.io.Console;
import java.util.Optional;

/** Tells whether a person is looking: before JDK 22 there is a console only then, since then the console knows. */
final class Terminal {
    private Terminal() {}

    static boolean present() {
        return Optional.ofNullable(System.console()).map(Terminal::isTerminal).orElse(false);
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
