package io.fanwire.runtime;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads with names, whose unexpected ends are logged. */
public final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /** Daemon threads {@code name-1}, {@code name-2} and so on. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger last = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(Threads::logUncaught);
            return thread;
        };
    }

    /** From here on the end of any thread by an exception is logged, not printed. */
    public static void logAllUncaught() {
        Thread.setDefaultUncaughtExceptionHandler(Threads::logUncaught);
    }

    private static void logUncaught(Thread thread, Throwable cause) {
        LOG.atError().addKeyValue("thread", thread.getName()).setCause(cause).log("thread ended by an exception");
    }
}
