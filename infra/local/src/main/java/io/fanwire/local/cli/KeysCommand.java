package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanwire keys}: keys of the API are made, listed, deleted. */
@Command(
        name = "keys",
        description = "Make, list and delete keys of the API.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {
    private static final String PAGE = "250";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            description = "Make a key; it is printed once and kept nowhere.",
            mixinStandardHelpOptions = true)
    int create(
            @Option(
                            names = "--tenant",
                            paramLabel = "TENANT",
                            description = "The only tenant it acts for; without one it is a platform key.")
                    Optional<String> tenant,
            @Option(
                            names = "--scopes",
                            split = ",",
                            required = true,
                            paramLabel = "SCOPE",
                            description =
                                    "events:write, events:read, subscriptions:*, deliveries:read, dlq:*, admin; several with"
                                            + " commas between them.")
                    List<String> scopes,
            @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
                    Optional<String> description,
            @Option(names = "--json", description = "The gateway's answer.") boolean json) {
        ObjectNode wish = Json.object();
        tenant.ifPresent(name -> wish.put("tenant", name));
        wish.set("scopes", Json.tree(scopes));
        description.ifPresent(text -> wish.put("description", text));
        JsonNode made = gateway().createKey(wish);
        if (json) {
            out().println(Json.line(made));
        } else {
            out().println("key " + text(made));
            out().println(made.path("key").asText() + "  (shown once)");
        }
        out().flush();
        return 0;
    }

    @Command(
            name = "ls",
            description = "List keys, oldest first, without what they are made of.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else all you may see.")
                    Optional<String> tenant,
            @Option(names = "--json", description = "A JSON object per line.") boolean json) {
        GatewayClient gateway = tenant.map(gateway()::actingFor).orElseGet(this::gateway);
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", PAGE));
        JsonNode page;
        do {
            page = gateway.keys(DlqText.query(query));
            page.path("data").forEach(key -> out().println(json ? Json.line(key) : text(key)));
            query.put("cursor", page.path("next").asText());
        } while (page.path("next").isTextual());
        out().flush();
        return 0;
    }

    @Command(name = "rm", description = "Delete a key; it opens nothing from then on.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "KEY", description = "The key's id, key_….") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        gateway().deleteKey(id);
        out().println(json ? Json.line(Map.of("id", id, "deleted", true)) : Terminal.plain("key " + id + " deleted"));
        out().flush();
        return 0;
    }

    private static String text(JsonNode key) {
        String scopes = StreamSupport.stream(key.path("scopes").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        String tenant = key.has("tenant") ? key.path("tenant").asText() : "(platform)";
        return Terminal.plain(String.join(
                        "  ",
                        key.path("id").asText(),
                        tenant,
                        scopes,
                        key.path("createdAt").asText(),
                        key.path("description").asText())
                .strip());
    }

    private GatewayClient gateway() {
        return options.client(System.getenv());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
