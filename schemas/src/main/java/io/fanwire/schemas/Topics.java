package io.fanwire.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of one installation: the only place that says their names, keys, partitions and policies. */
public final class Topics {
    /** Largest record of any topic: the event limit, made larger by an envelope, Base64 and metadata. */
    public static final int MAX_RECORD_BYTES = 1024 * 1024;

    /** Largest delivery record: the rest of {@link #MAX_RECORD_BYTES} is kept for the headers of a dead letter. */
    public static final int MAX_DELIVERY_BYTES = MAX_RECORD_BYTES - 64 * 1024;

    /** What the name of an event topic may be, without prefix. */
    public static final Pattern EVENT_TOPIC_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Written by many, read against one clock. */
    private static final Map<String, String> BROKERS_TIME =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");

    private static final Duration DELIVERY_RETENTION = Duration.ofDays(7);
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

    /** How long a held or suspended delivery is kept. */
    public static final Duration BACKLOG_RETENTION = Duration.ofDays(14);

    private static final Duration ATTEMPT_RETENTION = Duration.ofDays(30);
    private static final Duration TEST_RETENTION = Duration.ofHours(1);

    private final TopicSettings settings;
    private final Tiers tiers;
    private final TopicShapes shapes;

    public Topics(TopicSettings settings) {
        this.settings = settings;
        this.shapes = new TopicShapes(settings.replication());
        this.tiers = Tiers.of(settings.tiers(), deliveries());
    }

    public String prefix() {
        return settings.prefix();
    }

    /** The Kafka topic of an event topic. */
    public String events(String topic) {
        return settings.prefix() + "events." + topic;
    }

    /** Every event topic, also those made later. */
    public Pattern allEvents() {
        return Pattern.compile(Pattern.quote(settings.prefix() + "events.") + ".+");
    }

    /** What a router reads: these, and what is left of wide events. */
    public Pattern routed() {
        return Pattern.compile(allEvents() + "|" + Pattern.quote(fanouts()));
    }

    /** The event topic's name behind a Kafka topic; empty for topics of another kind. */
    public Optional<String> eventTopic(String kafkaTopic) {
        String start = settings.prefix() + "events.";
        return kafkaTopic.startsWith(start) && kafkaTopic.length() > start.length()
                ? Optional.of(kafkaTopic.substring(start.length()))
                : Optional.empty();
    }

    /** Events that go to so many subscriptions that some are left for a later transaction. */
    public String fanouts() {
        return settings.prefix() + "fanouts";
    }

    public String subscriptions() {
        return settings.prefix() + "subscriptions";
    }

    public String deliveries() {
        return settings.prefix() + "deliveries";
    }

    public String deadLetters() {
        return settings.prefix() + "deliveries.dlq";
    }

    /** Later deliveries of ordered lanes whose head is not done. */
    public String held() {
        return settings.prefix() + "deliveries.held";
    }

    /** Deliveries of callbacks that stand still. */
    public String suspended() {
        return settings.prefix() + "deliveries.suspended";
    }

    /** Why subscriptions stand still and where their ordered lanes are; partition n speaks of partition n of the deliveries. */
    public String subscriptionStates() {
        return settings.prefix() + "subscription-state";
    }

    public String poison() {
        return settings.prefix() + "poison";
    }

    public String attempts() {
        return settings.prefix() + "attempts";
    }

    public String jobs() {
        return settings.prefix() + "jobs";
    }

    /** The keys of the gateways' API, as hashes. */
    public String keys() {
        return settings.prefix() + "keys";
    }

    /** Which tenants may use which event topic. */
    public String topicGrants() {
        return settings.prefix() + "topic-grants";
    }

    /** Test events on their way to the callbacks. */
    public String tests() {
        return settings.prefix() + "tests";
    }

    /** Subscriptions that are not saved yet, on their way to the callbacks that are asked whether they want them. */
    public String verifications() {
        return settings.prefix() + "verifications";
    }

    public String testResults() {
        return settings.prefix() + "tests.results";
    }

    /** What says what was done already. */
    public IdempotencyTopics idempotency() {
        return new IdempotencyTopics(settings, shapes.config(BROKERS_TIME));
    }

    public Tiers tiers() {
        return tiers;
    }

    public int deliveryPartitions() {
        return settings.deliveryPartitions();
    }

    /** The consumer group of all dispatchers. */
    public String dispatcherGroup() {
        return settings.prefix() + "dispatcher";
    }

    /** The consumer group of all dispatchers that send test events. */
    public String testsGroup() {
        return settings.prefix() + "tests";
    }

    /** The application id, and so the consumer group, of all routers. */
    public String routerGroup() {
        return settings.prefix() + "router";
    }

    /** What a dispatcher reads: partition n of all of them belongs to one worker. */
    public List<String> dispatched() {
        return Stream.concat(Stream.of(deliveries()), tiers.all().stream().map(Tiers.Tier::topic))
                .toList();
    }

    /** The topics that exist before any service starts, in the order they are made. */
    public List<TopicSpec> all() {
        List<TopicSpec> all = new ArrayList<>();
        all.add(read(
                subscriptions(),
                io.fanwire.avro.Subscription.getClassSchema(),
                "tenant/subscriptionId",
                "Avro Subscription; secrets only as ciphertext"));
        all.add(bytes(
                fanouts(), DELIVERY_RETENTION, "event key", "an event, whose headers say which subscriptions have it"));
        all.add(delivery(deliveries(), DELIVERY_RETENTION, BROKERS_TIME, "Avro Delivery"));
        for (Tiers.Tier tier : tiers.all()) {
            all.add(delivery(
                    tier.topic(),
                    tier.delay().plus(DELIVERY_RETENTION),
                    BROKERS_TIME,
                    "Avro Delivery, attempt and due time raised"));
        }
        all.add(delivery(
                deadLetters(),
                DEAD_LETTER_RETENTION,
                Map.of(),
                "Avro Delivery, and headers " + ErrorHeaders.PREFIX + "*"));
        all.add(delivery(
                held(), BACKLOG_RETENTION, Map.of(), "Avro Delivery: later in an ordered lane whose head is not done"));
        all.add(delivery(
                suspended(),
                BACKLOG_RETENTION,
                Map.of(),
                "Avro Delivery: of a callback that is paused, gone or broken"));
        all.add(shapes.compacted(
                subscriptionStates(),
                settings.deliveryPartitions(),
                io.fanwire.avro.SubscriptionState.getClassSchema(),
                "tenant/subscriptionId, for an ordered lane with /#key",
                "Avro SubscriptionState"));
        all.add(bytes(
                poison(),
                DEAD_LETTER_RETENTION,
                "as found",
                "bytes that could not be read, and headers saying where from and why"));
        all.add(attemptsSpec());
        all.add(shapes.compacted(
                jobs(),
                settings.deliveryPartitions(),
                io.fanwire.avro.JobRecord.getClassSchema(),
                "job id, jobId/partition, redriven/partition/chunk",
                "Avro JobRecord: what was asked for, how far a partition is, which dead letters were put back"));
        all.add(read(keys(), io.fanwire.avro.ApiKey.getClassSchema(), "tenant/keyId, or keyId", "Avro ApiKey; a hash"));
        all.add(read(topicGrants(), io.fanwire.avro.TopicGrant.getClassSchema(), "event topic", "Avro TopicGrant"));
        all.addAll(testSpecs());
        all.addAll(idempotency().all());
        return List.copyOf(all);
    }

    private List<TopicSpec> testSpecs() {
        return List.of(
                test(tests(), io.fanwire.avro.Delivery.getClassSchema(), "Avro Delivery of a test event"),
                test(
                        verifications(),
                        io.fanwire.avro.Subscription.getClassSchema(),
                        "Avro Subscription as it would be saved"),
                test(
                        testResults(),
                        io.fanwire.avro.TestResult.getClassSchema(),
                        "Avro TestResult: what came back from the callback"));
    }

    private TopicSpec bytes(String name, Duration retention, String key, String value) {
        return new TopicSpec(
                name,
                Math.min(6, settings.deliveryPartitions()),
                settings.replication(),
                Optional.of(retention),
                shapes.config(Map.of()),
                Optional.empty(),
                key,
                value);
    }

    /** What is read whole. */
    private TopicSpec read(String name, Schema schema, String key, String value) {
        return shapes.compacted(name, 1, schema, key, value);
    }

    private TopicSpec attemptsSpec() {
        return shapes.kept(
                attempts(),
                settings.deliveryPartitions(),
                ATTEMPT_RETENTION,
                Map.of(),
                io.fanwire.avro.Attempt.getClassSchema(),
                "deliveryId",
                "Avro Attempt, one per attempt and per terminal state");
    }

    private TopicSpec test(String name, Schema schema, String value) {
        int partitions = Math.min(6, settings.deliveryPartitions());
        String key = "delivery id of the test, id of the verification";
        return shapes.kept(name, partitions, TEST_RETENTION, Map.of(), schema, key, value);
    }

    /** An event topic, made when the control API is asked for it. */
    public TopicSpec eventTopicSpec(String topic, int partitions, Duration retention) {
        return new TopicSpec(
                events(topic),
                partitions,
                settings.replication(),
                Optional.of(retention),
                shapes.config(Map.of()),
                Optional.empty(),
                "event key, else id",
                "payload bytes; CloudEvents attributes in ce_* headers");
    }

    private TopicSpec delivery(String name, Duration retention, Map<String, String> more, String value) {
        Schema schema = io.fanwire.avro.Delivery.getClassSchema();
        String key = name.equals(deliveries()) ? "subscriptionId, with #n while it is spread" : "subscriptionId";
        return shapes.kept(name, settings.deliveryPartitions(), retention, more, schema, key, value);
    }
}
