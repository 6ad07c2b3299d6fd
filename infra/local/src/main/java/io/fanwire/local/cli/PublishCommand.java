package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanwire publish TOPIC}: events into a topic, through the gateway. */
@Command(
        name = "publish",
        description = "Publish an event, or many alike, through the gateway.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    private static final int BATCH = 200;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final int PARTITIONS = 6;

    @Parameters(paramLabel = "TOPIC", description = "The event topic.")
    private String topic = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "test.event",
            description = "Event type; ${DEFAULT-VALUE}.")
    private String type = "";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "{}",
            description = "Text, @FILE, or - for standard input.")
    private String data = "";

    @Option(names = "--key", paramLabel = "KEY", description = "Orders the event among those of the same key.")
    private Optional<String> eventKey = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "The event's id; made when not given.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--channels", split = ",", paramLabel = "CHANNEL", description = "Labels that the event has.")
    private List<String> channels = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "So many events with the same data.")
    private int count;

    @Option(names = "--create", description = "Make the topic first when it is not there.")
    private boolean create;

    @Option(names = "--json", description = "The gateway's answers, one event a line.")
    private boolean json;

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        if (count < 1 || (id.isPresent() && count > 1)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--count takes a number from 1 on, and only 1 together with --id");
        }
        GatewayClient gateway = options.client(System.getenv());
        if (create) {
            gateway.putTopic(topic, PARTITIONS);
        }
        String event = new EventText(type, id, eventKey, channels, read(data)).json();
        if (count == 1) {
            GatewayClient.Answer answer = gateway.publish(topic, false, jsonType(), event.getBytes(UTF_8));
            print(required(answer, ""));
        } else {
            many(gateway, event);
        }
        return 0;
    }

    private void many(GatewayClient gateway, String event) {
        int size = Math.max(1, Math.min(BATCH, BATCH_BYTES / event.getBytes(UTF_8).length));
        for (int sent = 0; sent < count; ) {
            int next = Math.min(size, count - sent);
            List<String> events = new ArrayList<>(Collections.nCopies(next, event));
            byte[] body = ("[" + String.join(",", events) + "]").getBytes(UTF_8);
            required(gateway.publish(topic, true, jsonType(), body), ":batch")
                    .path("results")
                    .forEach(this::print);
            sent += next;
        }
    }

    private JsonNode required(GatewayClient.Answer answer, String suffix) {
        if (answer.status() != 202) {
            throw GatewayClient.refused("POST", "/v1/topics/" + topic + "/events" + suffix, answer);
        }
        return answer.body();
    }

    private static Map<String, String> jsonType() {
        return Map.of("content-type", "application/json");
    }

    private void print(JsonNode accepted) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? Json.line(accepted)
                        : "accepted " + accepted.path("id").asText() + "  " + topic + " partition "
                                + accepted.path("partition").asText() + " offset "
                                + accepted.path("offset").asText());
        out.flush();
    }

    private static byte[] read(String data) {
        try {
            if (data.equals("-")) {
                return System.in.readAllBytes();
            }
            return data.startsWith("@") ? Files.readAllBytes(Path.of(data.substring(1))) : data.getBytes(UTF_8);
        } catch (IOException e) {
            throw new LocalException("the data cannot be read: " + e.getMessage(), "--data takes text, @FILE or -", e);
        }
    }
}
