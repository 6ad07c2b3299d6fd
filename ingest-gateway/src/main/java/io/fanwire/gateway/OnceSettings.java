package io.fanwire.gateway;

import io.fanwire.gateway.once.KafkaOnce;
import io.fanwire.gateway.once.OnceClients;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Settings;
import io.fanwire.schemas.Cluster;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of what a gateway does once however often it is asked, each with its meaning. */
final class OnceSettings {
    private static final String BYTES = "gateway.once.max.bytes";
    private static final String WAITING = "gateway.once.max.waiting";
    private static final String SILENCE = "gateway.once.silence";
    private static final int SHARE_OF_HEAP = 3;

    private OnceSettings() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        BYTES,
                        Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Memory for the ids and keys of the last 24 hours, about 70 bytes for an event; 0: a third of the heap."
                                + " When it is used up, an event with an id and a request with Idempotency-Key get 503; a tenant that has four times"
                                + " as much of it as is free gets 429.")
                .define(
                        WAITING,
                        Type.INT,
                        20_000,
                        Range.between(1, 1_000_000),
                        Importance.LOW,
                        "Most events with an id, and requests with Idempotency-Key, under way at once; above it the answer is 429.")
                .define(
                        SILENCE,
                        Type.STRING,
                        "3s",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        Importance.LOW,
                        "How long a gateway that was about to publish an event with an id may be unheard of before another one"
                                + " that was sent the same shuts it out and goes on.");
    }

    static KafkaOnce.Limits limits(Settings settings) {
        long bytes = settings.longNumber(BYTES);
        return new KafkaOnce.Limits(
                bytes == 0 ? Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP : bytes,
                settings.number(WAITING),
                settings.duration(SILENCE));
    }

    static OnceClients clients(Settings settings, Cluster cluster) {
        return new OnceClients(
                cluster, settings.prefixed("consumer."), settings.prefixed("producer."), settings.prefixed("admin."));
    }
}
