package io.fanwire.schemas;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What an installation decides about its topics; every service of it must be given the same.
 *
 * @param prefix starts every topic name, the dot included
 * @param tiers the delays of the retry topics, growing
 */
public record TopicSettings(String prefix, int deliveryPartitions, short replication, List<Duration> tiers) {
    public static final String PREFIX = "topics.prefix";
    public static final String DELIVERY_PARTITIONS = "topics.delivery.partitions";
    public static final String REPLICATION = "topics.replication";
    public static final String RETRY_TIERS = "topics.retry.tiers";

    public TopicSettings {
        tiers = List.copyOf(tiers);
    }

    /** What one broker on one machine uses. */
    public static TopicSettings local(String prefix) {
        return new TopicSettings(prefix, 6, (short) 1, Tiers.DEFAULT);
    }

    /** Declares these settings. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        PREFIX,
                        Type.STRING,
                        "fanwire.",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Starts the name of every topic of this installation.")
                .define(
                        DELIVERY_PARTITIONS,
                        Type.INT,
                        48,
                        ConfigDef.Range.between(1, 1000),
                        Importance.MEDIUM,
                        "Partitions of the delivery topics: the bound on parallel polling, not on attempts in flight.")
                .define(
                        REPLICATION,
                        Type.INT,
                        3,
                        ConfigDef.Range.between(1, 9),
                        Importance.MEDIUM,
                        "Copies of every topic; with 3 or more a write needs 2 of them.")
                .define(
                        RETRY_TIERS,
                        Type.LIST,
                        "5s,1m,5m,30m,2h,5h,10h",
                        Importance.LOW,
                        "Delays that have a retry topic; longer ones are sums of these, and the first is the shortest a"
                                + " retry schedule may ask for.");
    }

    /** Reads them from a service's settings, given as one function that finds a list of texts and one that finds a number. */
    public static TopicSettings from(
            Function<String, String> text,
            Function<String, Integer> number,
            Function<String, List<String>> list,
            Function<String, Duration> parseDuration) {
        return new TopicSettings(
                text.apply(PREFIX),
                number.apply(DELIVERY_PARTITIONS),
                number.apply(REPLICATION).shortValue(),
                list.apply(RETRY_TIERS).stream().map(parseDuration).toList());
    }
}
