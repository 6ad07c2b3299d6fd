package io.fanwire.local.cli;

import io.fanwire.local.DataFolder;
import io.fanwire.local.Endpoints;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which gateway to call, and with which key: options, else the environment, else the local platform that runs. */
final class GatewayOptions {
    @Option(
            names = "--gateway",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The gateway; else FANWIRE_GATEWAY_URL, else the local one.")
    private Optional<String> gateway = Optional.empty();

    @Option(
            names = "--api-key",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY",
            description = "The key; else FANWIRE_KEY, else the local platform's.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--data-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "The local platform's data folder.")
    private Optional<Path> data = Optional.empty();

    GatewayClient client(Map<String, String> environment) {
        Optional<Endpoints> local = DataFolder.endpoints(folder(data, environment));
        String url = gateway.or(() -> variable(environment, "FANWIRE_GATEWAY_URL"))
                .or(() -> local.map(Endpoints::gateway))
                .orElse("http://127.0.0.1:8080");
        String opened = key.or(() -> variable(environment, "FANWIRE_KEY"))
                .or(() -> variable(environment, "FANWIRE_BOOTSTRAP_KEY"))
                .or(() -> local.map(Endpoints::key))
                .orElseThrow(() -> new LocalException(
                        "no key for the gateway " + url,
                        "start the platform with: fanwire up   or give a key with --api-key or FANWIRE_KEY"));
        return new GatewayClient(url, opened);
    }

    /** The data folder that commands look into. */
    static Path folder(Optional<Path> asked, Map<String, String> environment) {
        return asked.or(() -> variable(environment, "FANWIRE_DATA_DIR").map(Path::of))
                .orElse(Path.of(".fanwire/data"));
    }

    static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
