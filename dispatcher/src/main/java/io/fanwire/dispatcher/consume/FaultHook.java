package io.fanwire.dispatcher.consume;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * For fault tests only: while the file named by the system property {@code fanwire.fault.freeze} is there, the worker's thread stands
 * still. Without the property, nothing.
 */
final class FaultHook {
    private static final Optional<Path> FREEZE =
            Optional.ofNullable(System.getProperty("fanwire.fault.freeze")).map(Path::of);

    private FaultHook() {}

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
