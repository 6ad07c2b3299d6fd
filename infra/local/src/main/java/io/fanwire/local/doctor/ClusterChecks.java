package io.fanwire.local.doctor;

import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicProvisioner.Change;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** The broker, the topics and schemas on it, and the broker settings that decide how soon a dead dispatcher is noticed. */
final class ClusterChecks {
    private static final int TIMEOUT_SECONDS = 5;
    private static final String SESSION_TIMEOUT = "group.consumer.session.timeout.ms";
    private static final Duration LONG_SESSION = Duration.ofSeconds(30);

    private ClusterChecks() {}

    static List<Finding> all(Cluster cluster, Topics topics) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Object> properties = cluster.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3000);
        try (Admin admin = Admin.create(properties)) {
            List<Node> nodes = List.copyOf(admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            findings.add(Finding.ok("broker", nodes.size() + " at " + cluster.bootstrap()));
            findings.add(sessionTimeout(admin, nodes.get(0)));
            findings.addAll(topics(cluster, topics));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            findings.add(Finding.wrong(
                    "broker",
                    "no answer from " + cluster.bootstrap(),
                    "start one with: fanwire up   or name yours: --set kafka.bootstrap=HOST:PORT"));
        }
        return findings;
    }

    private static Finding sessionTimeout(Admin admin, Node node)
            throws InterruptedException, ExecutionException, TimeoutException {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(List.of(broker)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        Config config = Objects.requireNonNull(configs.get(broker));
        return Optional.ofNullable(config.get(SESSION_TIMEOUT))
                .map(ConfigEntry::value)
                .map(value -> sessionTimeout(Duration.ofMillis(Long.parseLong(value))))
                .orElseGet(() -> Finding.wrong(
                        SESSION_TIMEOUT,
                        "the broker does not know it",
                        "use Kafka 4.0 or newer: dispatchers need the consumer group protocol of KIP-848"));
    }

    static Finding sessionTimeout(Duration timeout) {
        String detail = "a dispatcher that never returns is noticed after " + timeout.toSeconds() + " s";
        return timeout.compareTo(LONG_SESSION) <= 0
                ? Finding.ok(SESSION_TIMEOUT, detail)
                : Finding.note(SESSION_TIMEOUT, detail, "lower it on the brokers to take its partitions over sooner");
    }

    private static List<Finding> topics(Cluster cluster, Topics topics) {
        List<Change> changes;
        try (TopicProvisioner provisioner = new TopicProvisioner(topics, cluster)) {
            changes = provisioner.apply(true);
        } catch (RuntimeException e) {
            return List.of(Finding.wrong(
                    "registry",
                    "no good answer from " + cluster.registryUrl() + ": " + e.getMessage(),
                    "check that it runs; name yours with --set registry.url=URL"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("registry", "answers at " + cluster.registryUrl()));
        for (Change change : changes) {
            String what = change.kind() == Change.Kind.REGISTER ? "schema " : "topic ";
            switch (change.kind()) {
                case CREATE, REGISTER ->
                    findings.add(
                            Finding.wrong(what + change.name(), "is missing", "create it with: fanwire topics apply"));
                case WRONG ->
                    findings.add(Finding.wrong(
                            what + change.name(),
                            change.detail(),
                            "bring the settings or the topic in line; nothing is altered by itself"));
                case UNCHANGED -> {
                    // counted below
                }
            }
        }
        long good = changes.stream()
                .filter(change -> change.kind() == Change.Kind.UNCHANGED)
                .count();
        findings.add(
                good == changes.size()
                        ? Finding.ok("topics", good + " topics and schemas as they must be")
                        : Finding.note("topics", good + " of " + changes.size() + " as they must be", "see above"));
        return findings;
    }
}
