package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanwire subscribe TOPIC}: a callback for the events of a topic. */
@Command(
        name = "subscribe",
        description = "Send the events of a topic to a callback; prints the signing secret once.",
        mixinStandardHelpOptions = true)
final class SubscribeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "The event topic.")
    private String topic = "";

    @Option(names = "--url", required = true, paramLabel = "URL", description = "The callback.")
    private String url = "";

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Event types or patterns (order.*); every type when not given.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--channels",
            split = ",",
            paramLabel = "CHANNEL",
            description = "Only events that have one of these; with any or none when not given.")
    private List<String> channels = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "CEL",
            description = "Only events that meet this condition, such as event.data.amount > 100.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--transform",
            paramLabel = "CEL",
            description = "Makes what is sent, such as {'text': 'Order ' + event.data.id}.")
    private Optional<String> transform = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "json (an envelope), raw (the event's bytes), form, xml, cloudevents-structured or cloudevents-binary.")
    private Optional<String> format = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "Your own id; replaces the subscription that has it.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--secret", paramLabel = "SECRET", description = "whsec_…; made when not given.")
    private Optional<String> secret = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--json", description = "The gateway's answer.")
    private boolean json;

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        ObjectNode wish = Json.object().put("topic", topic).put("url", url);
        if (!types.isEmpty()) {
            wish.set("types", Json.tree(types));
        }
        if (!channels.isEmpty()) {
            wish.set("channels", Json.tree(channels));
        }
        filter.ifPresent(text -> wish.put("filter", text));
        transform.ifPresent(text -> wish.put("transform", text));
        format.ifPresent(text -> wish.put("format", text));
        description.ifPresent(text -> wish.put("description", text));
        secret.ifPresent(
                text -> wish.putObject("signing").put("style", "standard").put("secret", text));
        GatewayClient gateway = options.client(System.getenv());
        JsonNode made = id.map(own -> gateway.putSubscription(own, wish)).orElseGet(() -> gateway.subscribe(wish));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.line(made));
        } else {
            out.println("subscription " + made.path("id").asText() + ": " + topic + " → "
                    + made.path("url").asText());
            String shown = made.path("signing").path("secret").asText();
            out.println(shown.isEmpty() ? "secret unchanged" : "secret " + shown + "  (shown once)");
        }
        out.flush();
        return 0;
    }
}
