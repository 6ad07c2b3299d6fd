package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * For fault tests only: while the file named by the system property {@code fanwire.fault.freeze} is there, the worker's thread stands
 * still; the delivery named by {@code fanwire.fault.crash}, as
 * event/subscription, ends the process. Without the properties, nothing.
 */
final class FaultHook {
    private static final int CRASHED = 134;
    private static final Optional<Path> FREEZE =
            Optional.ofNullable(System.getProperty("fanwire.fault.freeze")).map(Path::of);

    private static final Optional<String> CRASH = Optional.ofNullable(System.getProperty("fanwire.fault.crash"));

    private FaultHook() {}

    /** A delivery is about to be worked on. */
    static void work(Delivery delivery) {
        if (CRASH.isPresent()
                && CRASH.get()
                        .equals(delivery.origin().eventId() + "/"
                                + delivery.subscription().id())) {
            Runtime.getRuntime().halt(CRASHED);
        }
    }

    static void pass() {
        while (FREEZE.isPresent() && Files.exists(FREEZE.get())) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
