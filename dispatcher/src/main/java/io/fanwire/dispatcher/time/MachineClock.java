package io.fanwire.dispatcher.time;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The machine's clock. For fault tests only it is off by as much as the file named by the system property {@code fanwire.fault.clock}
 * says, like {@code PT1H}, while that file is there; without the property, never.
 */
final class MachineClock implements InstantSource {
    private final Optional<Path> fault =
            Optional.ofNullable(System.getProperty("fanwire.fault.clock")).map(Path::of);

    @Override
    public Instant instant() {
        return InstantSource.system()
                .instant()
                .plus(fault.map(MachineClock::off).orElse(Duration.ZERO));
    }

    private static Duration off(Path file) {
        try {
            return Files.exists(file) ? Duration.parse(Files.readString(file).trim()) : Duration.ZERO;
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException("the fault test's clock cannot be read", unreadable);
        }
    }
}
