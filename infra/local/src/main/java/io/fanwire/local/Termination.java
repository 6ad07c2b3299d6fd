package io.fanwire.local;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * SIGTERM and SIGINT as a wish to stop: the first lets the command end by itself with its own exit code, the second ends the
 * process at once, and so does the clock when stopping takes too long.
 *
 * <p>By reflection, because {@code sun.misc.Signal} is outside the compiler's release API; Kafka's own handler does the same. A
 * shutdown hook would not do: it cannot choose the exit code, and a second signal waits for it.
 */
public final class Termination {
    private static final Duration LONGEST_STOP = Duration.ofMillis(19_500);
    private static final int SIGNALLED = 128;
    private static final int TOO_SLOW = 75;

    private final CountDownLatch wished = new CountDownLatch(1);

    private Termination() {}

    /** Takes the two signals over, for the rest of the process's life. */
    public static Termination bySignals() {
        Termination termination = new Termination();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (String name : List.of("TERM", "INT")) {
                Object proxy = Proxy.newProxyInstance(
                        Termination.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                            return switch (method.getName()) {
                                case "handle" -> {
                                    termination.signalled(name.equals("INT") ? 2 : 15);
                                    yield self;
                                }
                                case "hashCode" -> System.identityHashCode(self);
                                case "equals" -> self == arguments[0];
                                default -> "termination by " + name;
                            };
                        });
                Object ofName = signal.getConstructor(String.class).newInstance(name);
                var unused = signal.getMethod("handle", signal, handler).invoke(null, ofName, proxy);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException notOnThisMachine) {
            Runtime.getRuntime().addShutdownHook(new Thread(termination.wished::countDown));
        }
        return termination;
    }

    /** One that only {@link #wish} ends. */
    static Termination byHand() {
        return new Termination();
    }

    void wish() {
        wished.countDown();
    }

    private void signalled(int number) {
        if (wished.getCount() == 0) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        wish();
        Thread watch = new Thread(Termination::haltWhenSlow, "stop-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltWhenSlow() {
        try {
            TimeUnit.MILLISECONDS.sleep(LONGEST_STOP.toMillis());
            Runtime.getRuntime().halt(TOO_SLOW);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean wished() {
        return wished.getCount() == 0;
    }

    /** Waits so long, or until a stop is wished for; says whether it is. */
    public boolean await(Duration atMost) {
        try {
            return wished.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until a stop is wished for (true) or the service is dead (false). */
    public boolean awaitWhile(BooleanSupplier live) {
        while (live.getAsBoolean()) {
            if (await(Duration.ofMillis(500))) {
                return true;
            }
        }
        return wished();
    }
}
