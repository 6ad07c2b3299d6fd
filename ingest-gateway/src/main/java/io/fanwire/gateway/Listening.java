package io.fanwire.gateway;

import io.fanwire.gateway.http.ServerTls;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.SettingsException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** With which certificate the API listens, and whether it may do without. */
final class Listening {
    private Listening() {}

    /**
     * Empty for plain http.
     *
     * @throws SettingsException for half a pair, and for plain http that other machines reach and nobody asked for
     */
    static Optional<ServerTls> tls(Settings settings) {
        String certificate = settings.text(GatewaySettings.TLS_CERTIFICATE);
        String key = settings.text(GatewaySettings.TLS_KEY);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new SettingsException(List.of(GatewaySettings.TLS_CERTIFICATE + " and " + GatewaySettings.TLS_KEY
                    + " are set both or not at all"));
        }
        if (!certificate.isEmpty()) {
            return Optional.of(
                    new ServerTls(Path.of(certificate), Path.of(key), settings.duration(GatewaySettings.TLS_RELOAD)));
        }
        String host = settings.text(GatewaySettings.HOST);
        if (!loopback(host) && !settings.flag(GatewaySettings.ALLOW_PLAINTEXT)) {
            throw new SettingsException(List.of(GatewaySettings.HOST + "=" + host
                    + " is reached by other machines, and keys would cross the network readable: set "
                    + GatewaySettings.TLS_CERTIFICATE + " and " + GatewaySettings.TLS_KEY
                    + ", or, behind something that ends"
                    + " TLS, " + GatewaySettings.ALLOW_PLAINTEXT + "=true"));
        }
        return Optional.empty();
    }

    /** A name other than localhost may be any address. */
    private static boolean loopback(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
