package io.fanwire.local.demo;

import io.fanwire.local.KnownSettings;
import io.fanwire.runtime.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demo's ports: the usual ones, or free ones where those are taken; what the environment says is left alone. */
final class DemoPorts {
    private static final Map<String, Integer> USUAL = Map.of(
            "gateway.port",
            8080,
            KnownSettings.OPS_PORT,
            9080,
            KnownSettings.KAFKA_PORT,
            19092,
            KnownSettings.REGISTRY_PORT,
            18081);

    private DemoPorts() {}

    static List<String> assignments(Path data, Map<String, String> environment) {
        List<String> assignments = new ArrayList<>();
        assignments.add(KnownSettings.DATA_DIR + "=" + data);
        USUAL.forEach((name, port) -> {
            if (!environment.containsKey(Settings.environmentName(name)) && !free(port)) {
                assignments.add(name + "=0");
            }
        });
        return assignments;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
