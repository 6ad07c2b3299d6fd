package io.fanwire.local;

import io.fanwire.runtime.Settings;
import io.fanwire.runtime.net.EgressRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/** What a process listens on, added to {@code callbacks.self}, so that no callback leads back into it. A free port is not known yet. */
public final class OwnListeners {
    private static final List<String> HOSTS = List.of("gateway", "ops");

    private OwnListeners() {}

    /** The value of {@code callbacks.self} for a process with these settings, and others that it listens on as {@code host:port}. */
    public static String self(ConfigDef def, Settings settings, List<String> others) {
        Set<String> all = new LinkedHashSet<>(settings.list(EgressRules.SELF));
        HOSTS.stream()
                .filter(name -> def.names().contains(name + ".host"))
                .flatMap(name -> expanded(settings.text(name + ".host"), settings.number(name + ".port")))
                .forEach(all::add);
        all.addAll(others);
        return String.join(",", all);
    }

    private static Stream<String> expanded(String host, int port) {
        InetSocketAddress listener = new InetSocketAddress(host, port);
        if (port == 0 || listener.isUnresolved()) {
            return Stream.empty();
        }
        Stream<InetAddress> addresses =
                listener.getAddress().isAnyLocalAddress() ? ofThisMachine() : Stream.of(listener.getAddress());
        return addresses.map(address -> text(address) + ":" + port);
    }

    private static Stream<InetAddress> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
        } catch (SocketException none) {
            return Stream.of(InetAddress.getLoopbackAddress());
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress().split("%", 2)[0];
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
