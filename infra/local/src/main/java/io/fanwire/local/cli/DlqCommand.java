package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanwire dlq}: dead letters are listed, shown, and put back. */
@Command(
        name = "dlq",
        description = "List dead letters and put them back among the deliveries.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DlqCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "ls", description = "List dead letters, oldest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Which which,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (250).") int limit,
            @Option(names = "--json", description = "A JSON object per line.") boolean json) {
        Map<String, String> query = which.members();
        query.put("limit", Integer.toString(limit));
        JsonNode page = gateway().deadLetters(query(query));
        page.path("data").forEach(letter -> out().println(json ? Json.line(letter) : line(letter)));
        if (!json && !page.path("next").isNull()) {
            out().println("… and more");
        }
        out().flush();
        return 0;
    }

    @Command(name = "show", description = "Show all about one dead letter.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "DELIVERY", description = "The delivery's id, dlv_….") String delivery) {
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            Map<String, String> query = new LinkedHashMap<>(Map.of("limit", "250"));
            cursor.filter(text -> !text.isEmpty()).ifPresent(text -> query.put("cursor", text));
            JsonNode page = gateway().deadLetters(query(query));
            for (JsonNode letter : page.path("data")) {
                if (letter.path("deliveryId").asText().equals(delivery)) {
                    out().println(letter.toPrettyString());
                    out().flush();
                    return 0;
                }
            }
            cursor = page.path("next").isTextual()
                    ? Optional.of(page.path("next").asText())
                    : Optional.empty();
        }
        throw new LocalException("there is no dead letter of " + delivery, "list them with: fanwire dlq ls");
    }

    @Command(name = "redrive", description = "Put dead letters back.", mixinStandardHelpOptions = true)
    int redrive(
            @Mixin Which which,
            @Option(names = "--dry-run", description = "Count only.") boolean dryRun,
            @Option(names = "--rate", paramLabel = "N", description = "At most so many a second.")
                    Optional<Integer> rate,
            @Option(names = "--wait", description = "Return when the job has ended.") boolean waiting,
            @Option(names = "--json", description = "The gateway's answer.") boolean json) {
        ObjectNode wish = Json.object();
        which.members().forEach(wish::put);
        rate.ifPresent(count -> wish.putObject("rateLimit").put("count", count).put("per", "1s"));
        if (dryRun) {
            JsonNode counted = gateway().redrive(wish.put("dryRun", true));
            return print(counted, json, counted.path("matched").asText() + " dead letters would be put back");
        }
        JsonNode made = gateway().redrive(wish);
        JsonNode job = waiting ? await(made.path("id").asText()) : made;
        return print(job, json, line(job, "job"));
    }

    @Command(name = "job", description = "Show how a job stands.", mixinStandardHelpOptions = true)
    int job(
            @Parameters(paramLabel = "JOB", description = "The job's id, job_….") String id,
            @Option(names = "--cancel", description = "Cancel it first.") boolean cancel,
            @Option(names = "--json", description = "The gateway's answer.") boolean json) {
        JsonNode job = cancel ? gateway().cancelJob(id) : gateway().job(id);
        return print(job, json, line(job, "job"));
    }

    /** Which dead letters are meant. */
    static final class Which {
        @Option(names = "--subscription", paramLabel = "ID", description = "Of this subscription.")
        private Optional<String> subscription = Optional.empty();

        @Option(names = "--reason", paramLabel = "WORD", description = "exhausted, expired, gone, …")
        private Optional<String> reason = Optional.empty();

        @Option(names = "--since", paramLabel = "TIME", description = "Made then or later: 2026-01-31T12:00:00Z.")
        private Optional<String> since = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Made before.")
        private Optional<String> until = Optional.empty();

        Map<String, String> members() {
            Map<String, String> members = new LinkedHashMap<>();
            subscription.ifPresent(id -> members.put("subscription", id));
            reason.ifPresent(word -> members.put("reason", word));
            since.ifPresent(time -> members.put("since", time));
            until.ifPresent(time -> members.put("until", time));
            return members;
        }
    }

    private JsonNode await(String id) {
        JsonNode job = gateway().job(id);
        while (job.path("status").asText().equals("running")) {
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return job;
            }
            job = gateway().job(id);
        }
        return job;
    }

    private int print(JsonNode answer, boolean json, String text) {
        out().println(json ? Json.line(answer) : text);
        out().flush();
        return 0;
    }

    private static String line(JsonNode letter) {
        return String.join(
                "  ",
                letter.path("at").asText(),
                letter.path("deliveryId").asText(),
                letter.path("subscription").asText(),
                letter.path("reason").asText() + " " + letter.path("status").asText("-"),
                letter.at("/event/type").asText(),
                letter.path("redriven").asBoolean() ? "redriven" : "");
    }

    private static String line(JsonNode job, String word) {
        JsonNode counts = job.path("counts");
        return word + " " + job.path("id").asText() + ": " + job.path("status").asText() + ", "
                + counts.path("redriven").asText("0") + " put back, "
                + counts.path("remaining").asText("0") + " remaining, "
                + counts.path("skipped").asText("0") + " without a subscription";
    }

    private static String query(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    private GatewayClient gateway() {
        return options.client(System.getenv());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
