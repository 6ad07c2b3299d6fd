package io.fanwire.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Prints the catalogue of topics, with its default settings, as the page {@code docs/topics.md}. */
public final class TopicPage {
    private static final Duration EVENT_RETENTION = Duration.ofDays(7);

    private TopicPage() {}

    public static String print() {
        Topics topics = new Topics(defaults());
        StringBuilder page = new StringBuilder(
                """
                # Topics

                Printed from the code (`Topics` in `schemas`); a test keeps the two equal. `fanwire topics apply` makes these topics
                and checks those that are there. Numbers are the defaults of a cluster; a local platform uses 6 delivery
                partitions and 1 copy. Values in Avro are in Confluent wire format, their schemas in the registry under
                `<topic>-value`. Read all of them with `isolation.level=read_committed`: most is written in transactions.

                | topic | key | value | partitions | copies | kept |
                |---|---|---|---|---|---|
                """);
        TopicSpec events = topics.eventTopicSpec("<topic>", 6, EVENT_RETENTION);
        row(page, events, "chosen at creation");
        for (TopicSpec spec : topics.all()) {
            row(page, spec, Integer.toString(spec.partitions()));
        }
        page.append("\nEvery topic is made with:\n\n| setting | value |\n|---|---|\n");
        new TreeMap<>(events.config())
                .forEach((name, value) -> page.append("| `%s` | `%s` |%n".formatted(name, value)));
        return page.toString().replace(System.lineSeparator(), "\n");
    }

    private static TopicSettings defaults() {
        Map<String, Object> values = TopicSettings.define(new ConfigDef()).parse(Map.of());
        return new TopicSettings(
                value(values, TopicSettings.PREFIX, String.class),
                value(values, TopicSettings.DELIVERY_PARTITIONS, Integer.class),
                value(values, TopicSettings.REPLICATION, Integer.class).shortValue(),
                Tiers.DEFAULT);
    }

    private static <T> T value(Map<String, Object> values, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.get(name)));
    }

    private static void row(StringBuilder page, TopicSpec spec, String partitions) {
        page.append("| `%s` | %s | %s | %s | %d | %s |%n"
                .formatted(
                        spec.name(),
                        spec.key(),
                        spec.value(),
                        partitions,
                        spec.replication(),
                        spec.retention().map(TopicPage::text).orElse("the newest of each key")));
    }

    private static String text(Duration kept) {
        StringBuilder text = new StringBuilder(kept.toDays() + " d");
        part(text, kept.toHoursPart(), " h");
        part(text, kept.toMinutesPart(), " min");
        part(text, kept.toSecondsPart(), " s");
        return text.toString();
    }

    private static void part(StringBuilder text, int amount, String unit) {
        if (amount > 0) {
            text.append(' ').append(amount).append(unit);
        }
    }
}
