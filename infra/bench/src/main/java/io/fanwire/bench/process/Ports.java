package io.fanwire.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Ports of a run. They stay the same over restarts, so they lie below those that the system gives to outgoing connections: otherwise
 * one of these could sit on the port of a killed process when it comes back.
 */
public final class Ports {
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    private final SplittableRandom random = new SplittableRandom();
    private final Set<Integer> given = new HashSet<>();

    /** One that nobody listens on now. */
    public int next() {
        while (true) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (given.add(port) && free(port)) {
                return port;
            }
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The local ports of a process's TCP connections; none where the system does not tell (it is Linux's {@code /proc}). */
    public static Set<Integer> of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> sockets = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            descriptors.forEach(descriptor -> sockets.add(target(descriptor)));
            for (String table : new String[] {"net/tcp", "net/tcp6"}) {
                try (Stream<String> lines = Files.lines(process.resolve(table))) {
                    lines.skip(1)
                            .map(line -> line.strip().split(" +"))
                            .filter(fields -> fields.length > 9 && sockets.contains("socket:[" + fields[9] + "]"))
                            .forEach(fields ->
                                    ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16)));
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            return ports;
        }
        return ports;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
