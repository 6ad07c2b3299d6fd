package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.Termination;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.UnreadableRecordException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire tail}: attempts as they happen, read from their topic like anybody can. */
@Command(name = "tail", description = "Print delivery attempts as they happen.", mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final int WIDTH = 120;

    @Option(names = "--json", description = "One JSON object an attempt.")
    private boolean json;

    @Option(names = "--from-beginning", description = "All that is kept, not only what comes.")
    private boolean fromBeginning;

    @Option(names = "--subscription", paramLabel = "ID", description = "Only this subscription's.")
    private Optional<String> subscription = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "End after so many.")
    private Optional<Long> limit = Optional.empty();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Termination termination = Termination.bySignals();
        ClusterOptions.Target target = options.required(System.getenv());
        Map<String, Object> properties = target.cluster().clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        String topic = target.topics().attempts();
        try (AvroSerdes serdes = AvroSerdes.of(target.cluster());
                Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            if (fromBeginning) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.endOffsets(partitions).forEach(consumer::seek);
            }
            RecordSerde<Attempt, ?> attempts = serdes.attempts();
            long left = limit.orElse(Long.MAX_VALUE);
            while (left > 0 && !termination.wished()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    left -= left > 0 && print(attempts, record) ? 1 : 0;
                }
            }
        }
        return 0;
    }

    private boolean print(RecordSerde<Attempt, ?> attempts, ConsumerRecord<String, byte[]> record) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Attempt attempt = attempts.deserialize(record.topic(), record.value());
            if (subscription
                    .filter(id -> !id.equals(attempt.subscription().id()))
                    .isPresent()) {
                return false;
            }
            out.println(json ? toJson(attempt) : line(attempt));
        } catch (UnreadableRecordException unreadable) {
            out.println("unreadable attempt at " + record.topic() + "-" + record.partition() + "@" + record.offset());
        }
        out.flush();
        return true;
    }

    static String line(Attempt attempt) {
        String result = attempt.status()
                .map(String::valueOf)
                .or(attempt::reason)
                .or(attempt::outcome)
                .orElse("-");
        String next = attempt.next()
                .map(at -> "  next " + at.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        String message = attempt.message().map(text -> "  " + text).orElse("");
        return Terminal.plain(attempt.at().truncatedTo(ChronoUnit.MILLIS) + "  "
                + attempt.state().text() + "  " + attempt.subscription() + "  " + attempt.topic() + "/" + attempt.type()
                + "  " + attempt.eventId() + "  #" + attempt.number() + "  " + result + "  "
                + attempt.took().toMillis() + " ms" + next + Terminal.cut(message, WIDTH));
    }

    static String toJson(Attempt attempt) {
        ObjectNode json = Json.object()
                .put("delivery", attempt.deliveryId())
                .put("tenant", attempt.subscription().tenant())
                .put("subscription", attempt.subscription().id())
                .put("event", attempt.eventId())
                .put("topic", attempt.topic())
                .put("type", attempt.type())
                .put("generation", attempt.generation())
                .put("attempt", attempt.number())
                .put("state", attempt.state().text())
                .put("at", attempt.at().toString())
                .put("millis", attempt.took().toMillis());
        attempt.outcome().ifPresent(text -> json.put("outcome", text));
        attempt.reason().ifPresent(text -> json.put("reason", text));
        attempt.status().ifPresent(code -> json.put("status", code));
        attempt.message().ifPresent(text -> json.put("message", text));
        attempt.next().ifPresent(at -> json.put("next", at.toString()));
        return Json.line(json);
    }
}
