package io.fanwire.local.doctor;

import io.fanwire.local.Endpoints;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Java, memory, disk, ports and native libraries. */
final class MachineChecks {
    private static final int OLDEST_JAVA = 17;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LEAST_HEAP = 256;
    private static final long LEAST_DISK = 1024;
    private static final Map<String, Integer> PORTS =
            Map.of("gateway", 8080, "ops", 9080, "kafka", 19092, "registry", 18081);

    private MachineChecks() {}

    static List<Finding> all(Path folder, Optional<Endpoints> running) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(Runtime.version().feature()));
        findings.add(memory(Runtime.getRuntime().maxMemory() / MEGABYTE));
        findings.add(disk(folder));
        if (running.isEmpty()) {
            PORTS.forEach((name, port) -> findings.add(port(name, port)));
        }
        findings.add(
                Epoll.isAvailable()
                        ? Finding.ok("epoll", "loaded")
                        : Finding.note("epoll", "not here, NIO is used", "on Linux, run the platform there"));
        findings.add(
                OpenSsl.isAvailable()
                        ? Finding.ok("tcnative", "TLS by " + OpenSsl.versionString())
                        : Finding.note("tcnative", "not here, the JDK's TLS is used", "run on linux or osx, 64 bit"));
        return findings;
    }

    static Finding java(int version) {
        return version >= OLDEST_JAVA
                ? Finding.ok("java", version + ", " + System.getProperty("java.vendor", "unknown vendor"))
                : Finding.wrong("java", "version " + version, "install a JDK of version 17 or newer");
    }

    static Finding memory(long heapMegabytes) {
        return heapMegabytes >= LEAST_HEAP
                ? Finding.ok("memory", "a heap of up to " + heapMegabytes + " MB")
                : Finding.wrong(
                        "memory",
                        "a heap of " + heapMegabytes + " MB",
                        "give local mode " + LEAST_HEAP + " MB or more: FANWIRE_JAVA_OPTS=-Xmx512m");
    }

    private static Finding disk(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace() / MEGABYTE;
            String detail = String.format(Locale.ROOT, "%,d MB free for %s", free, folder);
            if (!Files.isWritable(there)) {
                return Finding.wrong("disk", there + " is not writable", "choose another folder with --data DIR");
            }
            return free >= LEAST_DISK
                    ? Finding.ok("disk", detail)
                    : Finding.wrong("disk", detail, "free some space, or choose another folder with --data DIR");
        } catch (IOException e) {
            return Finding.wrong("disk", "cannot be read: " + e.getMessage(), "choose another folder with --data DIR");
        }
    }

    private static Finding port(String name, int port) {
        String what = "port " + port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Finding.ok(what, "free for " + name);
        } catch (IOException taken) {
            return Finding.wrong(
                    what,
                    "taken by another process, " + name + " needs it",
                    "stop that process, or FANWIRE_" + name.toUpperCase(Locale.ROOT) + "_PORT=0 for a free one");
        }
    }
}
