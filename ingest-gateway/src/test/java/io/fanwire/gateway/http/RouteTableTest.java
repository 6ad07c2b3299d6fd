package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.IngestGateway;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.seal.SecretSealer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tested in memory is what the gateway serves, route by route and need by need. */
class RouteTableTest {
    @Test
    void theTestsHaveTheRoutesOfTheGateway(@TempDir Path folder) {
        assertThat(table(ofTheTests(folder))).isEqualTo(table(ofTheGateway(folder)));
    }

    @Test
    void whatNeedsNoCredentialLiesOutsideOfTheApi(@TempDir Path folder) {
        assertThat(ofTheGateway(folder))
                .allSatisfy(route -> assertThat(route.path().startsWith("/v1/"))
                        .as(route.method() + " " + route.path())
                        .isNotEqualTo(route.needs().nothing()));
    }

    /** Kafka is where nobody listens: a gateway that is not started needs none. */
    private static List<Route> ofTheGateway(Path folder) {
        Path keyset = folder.resolve("gateway.json");
        SecretSealer.createOrOpen(keyset);
        Map<String, String> values = Map.of(
                "kafka.bootstrap",
                "127.0.0.1:9",
                "registry.url",
                "http://127.0.0.1:9",
                "gateway.bootstrap.key",
                TestGateway.KEY,
                "secrets.keyset.file",
                keyset.toString(),
                "kafka.reconnect.backoff.ms",
                "60000");
        try (Metrics metrics = new Metrics();
                IngestGateway gateway = new IngestGateway(Settings.of(IngestGateway.config(), values), metrics)) {
            return gateway.routes();
        }
    }

    private static List<Route> ofTheTests(Path folder) {
        try (TestGateway gateway = new TestGateway(folder)) {
            return gateway.routes;
        }
    }

    private static List<String> table(List<Route> routes) {
        return routes.stream()
                .map(route -> route.method() + " " + route.path() + " " + route.needs())
                .sorted()
                .toList();
    }
}
