package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.IngestGateway;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.kafka.TestKafka;
import io.fanwire.local.registry.EmbeddedRegistry;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What one gateway is told about keys and topics, another acts on: at once where it was told, elsewhere within seconds. */
class AccessIT {
    private static final String PLATFORM = "fw_test_0123456789abcdef0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private EmbeddedRegistry registry;
    private IngestGateway here;
    private IngestGateway there;
    private Settings settings;

    @BeforeEach
    void start() {
        registry = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, TestKafka.freshPrefix() + "_schemas");
        Cluster cluster = Cluster.plain(TestKafka.bootstrap(), registry.url());
        settings = Settings.of(
                IngestGateway.config(),
                Map.of(
                        Cluster.BOOTSTRAP,
                        cluster.bootstrap(),
                        Cluster.REGISTRY_URL,
                        cluster.registryUrl(),
                        TopicSettings.PREFIX,
                        TestKafka.freshPrefix(),
                        TopicSettings.DELIVERY_PARTITIONS,
                        "1",
                        TopicSettings.REPLICATION,
                        "1",
                        TopicSettings.RETRY_TIERS,
                        "1s",
                        "gateway.port",
                        "0",
                        "gateway.bootstrap.key",
                        PLATFORM,
                        "secrets.keyset.file",
                        folder.resolve("keyset.json").toString()));
        Topics topics =
                new Topics(TopicSettings.from(settings::text, settings::number, settings::list, DurationText::parse));
        try (TopicProvisioner provisioner = new TopicProvisioner(topics, cluster)) {
            provisioner.apply(false);
        }
        here = gateway();
        there = gateway();
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
        registry.close();
    }

    @Test
    void aKeyIsGoodEverywhereUntilItIsDeletedAnywhere() {
        GatewayClient platform = new GatewayClient(here.url(), PLATFORM);
        platform.putTopic("orders", 1);
        JsonNode made = platform.createKey(
                Json.object().put("tenant", "acme").set("scopes", Json.tree(List.of("events:write", "admin"))));
        String key = made.path("key").asText();

        assertThat(publish(here, key)).as("read your write").isEqualTo(202);
        told("a key was known elsewhere after", () -> publish(there, key) == 202);

        new GatewayClient(there.url(), PLATFORM).deleteKey(made.path("id").asText());

        assertThat(publish(there, key)).as("read your write").isEqualTo(401);
        told("a deleted key was refused elsewhere after", () -> publish(here, key) == 401);
        assertThat(platform.keys("").path("data")).isEmpty();
    }

    @Test
    void aTopicIsForThoseItWasMadeForAlsoAfterARestart() {
        GatewayClient platform = new GatewayClient(here.url(), PLATFORM);
        platform.putTopic("orders", 1, List.of("acme"));
        String acme = key(platform, "acme");
        String globex = key(platform, "globex");

        assertThat(publish(here, acme)).isEqualTo(202);
        assertThat(publish(here, globex)).isEqualTo(404);
        await().atMost(PATIENCE).until(() -> publish(there, acme) == 202 && publish(there, globex) == 404);

        there.close();
        there = gateway();
        assertThat(publish(there, acme)).isEqualTo(202);
        assertThat(publish(there, globex)).isEqualTo(404);

        platform.putTopic("orders", 1, List.of("acme", "globex"));
        assertThat(publish(here, globex)).isEqualTo(202);
        told("a grant was known elsewhere after", () -> publish(there, globex) == 202);
    }

    private IngestGateway gateway() {
        IngestGateway gateway = new IngestGateway(settings, new Metrics());
        gateway.start();
        return gateway;
    }

    private static String key(GatewayClient platform, String tenant) {
        return platform.createKey(Json.object().put("tenant", tenant).set("scopes", Json.tree(List.of("events:write"))))
                .path("key")
                .asText();
    }

    private static int publish(IngestGateway gateway, String key) {
        byte[] event = "{\"type\":\"order.made\",\"data\":{}}".getBytes(UTF_8);
        return new GatewayClient(gateway.url(), key)
                .publish("orders", false, Map.of("content-type", "application/json"), event)
                .status();
    }

    private static void told(String what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        LoggerFactory.getLogger(AccessIT.class)
                .atInfo()
                .addKeyValue("millis", millis)
                .log(what);
    }
}
