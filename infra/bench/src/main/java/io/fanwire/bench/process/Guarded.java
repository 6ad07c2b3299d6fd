package io.fanwire.bench.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** The main class of every process of a run: runs another one, and ends at once when the process that started it is gone. */
public final class Guarded {
    private static final int ORPHANED = 86;

    private Guarded() {}

    public static void main(String[] arguments) throws Throwable {
        Thread watch = new Thread(Guarded::haltWhenAlone, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** The other end of standard input closes when its owner dies, however it dies. */
    private static void haltWhenAlone() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException closed) {
            // as good as its end
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
