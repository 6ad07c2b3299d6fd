package io.fanwire.schemas;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Where Kafka and the schema registry are.
 *
 * @param security client properties that every connection needs ({@code security.protocol}, SASL, TLS)
 */
public record Cluster(String bootstrap, String registryUrl, Map<String, Object> security) {
    public static final String BOOTSTRAP = "kafka.bootstrap";
    public static final String REGISTRY_URL = "registry.url";

    public Cluster {
        security = Map.copyOf(security);
    }

    /** A cluster without security. */
    public static Cluster plain(String bootstrap, String registryUrl) {
        return new Cluster(bootstrap, registryUrl, Map.of());
    }

    /**
     * A cluster from a service's settings.
     *
     * @param text finds a setting
     * @param kafka every setting that starts with {@code kafka.}, without that: what is not declared here goes to all clients
     */
    public static Cluster from(Function<String, String> text, Map<String, Object> kafka) {
        Map<String, Object> security = new HashMap<>(kafka);
        security.remove(BOOTSTRAP.substring("kafka.".length()));
        return new Cluster(text.apply(BOOTSTRAP), text.apply(REGISTRY_URL), security);
    }

    /** Declares the settings of a cluster. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        BOOTSTRAP,
                        Type.STRING,
                        "127.0.0.1:19092",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Kafka brokers, host:port, separated by commas.")
                .define(
                        REGISTRY_URL,
                        Type.STRING,
                        "http://127.0.0.1:18081",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Base URL of the schema registry.");
    }

    /** A fresh, mutable set of client properties to add to. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(security);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return properties;
    }
}
