package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
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
    private static final int PAGE = 250;

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
            @Option(names = "--limit", defaultValue = "50", description = "At most so many.") int limit,
            @Option(names = "--json", description = "A JSON object per line.") boolean json) {
        Predicate<JsonNode> enough = new Predicate<>() {
            private int left = limit;

            @Override
            public boolean test(JsonNode letter) {
                if (left > 0) {
                    out().println(json ? Json.line(letter) : DlqText.letter(letter));
                }
                return --left < 0;
            }
        };
        Map<String, String> query = which.members(InstantSource.system());
        if (walk(gateway()::deadLetters, query, Math.min(PAGE, limit + 1), enough) && !json) {
            out().println("… and more");
        }
        out().flush();
        return 0;
    }

    @Command(name = "show", description = "Show all about one dead letter.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "DELIVERY", description = "The delivery's id, dlv_….") String delivery,
            @Option(names = "--json", description = "On one line.") boolean json) {
        boolean found = walk(gateway()::deadLetters, Map.of(), PAGE, letter -> {
            boolean same = letter.path("deliveryId").asText().equals(delivery);
            if (same) {
                out().println(json ? Json.line(letter) : letter.toPrettyString());
            }
            return same;
        });
        if (!found) {
            throw new LocalException("there is no dead letter of " + delivery, "list them with: fanwire dlq ls");
        }
        out().flush();
        return 0;
    }

    @Command(name = "redrive", description = "Put dead letters back.", mixinStandardHelpOptions = true)
    int redrive(
            @Mixin Which which,
            @Option(names = "--dry-run", description = "Count only.") boolean dryRun,
            @Option(names = "--rate", paramLabel = "N", description = "At most so many a second.")
                    Optional<Integer> rate,
            @Option(names = "--wait", description = "Return when the job has ended; exit code 1 unless it succeeded.")
                    boolean waiting,
            @Option(names = "--json", description = "The gateway's answer.") boolean json) {
        ObjectNode wish = Json.object();
        which.members(InstantSource.system()).forEach(wish::put);
        if (wish.isEmpty()) {
            throw new LocalException(
                    "say which dead letters: --subscription, --reason, --since or --until",
                    "all there are, those of 14 days: --since 14d");
        }
        rate.ifPresent(count -> wish.putObject("rateLimit").put("count", count).put("per", "1s"));
        if (dryRun) {
            JsonNode counted = gateway().redrive(wish.put("dryRun", true));
            return print(counted, json, counted.path("matched").asText() + " dead letters would be put back");
        }
        JsonNode made = gateway().redrive(wish);
        JsonNode job = waiting ? await(made.path("id").asText()) : made;
        print(job, json, DlqText.job(job));
        return waiting && !job.path("status").asText().equals("succeeded") ? Failure.EXIT_CODE : 0;
    }

    @Command(name = "jobs", description = "List redrives, newest first.", mixinStandardHelpOptions = true)
    int jobs(@Option(names = "--json", description = "A JSON object per line.") boolean json) {
        walk(gateway()::jobs, Map.of(), PAGE, job -> {
            out().println(json ? Json.line(job) : DlqText.job(job));
            return false;
        });
        out().flush();
        return 0;
    }

    @Command(name = "job", description = "Show how a job stands.", mixinStandardHelpOptions = true)
    int job(
            @Parameters(paramLabel = "JOB", description = "The job's id, job_….") String id,
            @Option(names = "--cancel", description = "Cancel it first.") boolean cancel,
            @Option(names = "--json", description = "The gateway's answer.") boolean json) {
        JsonNode job = cancel ? gateway().cancelJob(id) : gateway().job(id);
        return print(job, json, DlqText.job(job));
    }

    /** Which dead letters are meant. */
    static final class Which {
        @Option(names = "--subscription", paramLabel = "ID", description = "Of this subscription.")
        private Optional<String> subscription = Optional.empty();

        @Option(names = "--reason", paramLabel = "WORD", description = "exhausted, expired, gone, …")
        private Optional<String> reason = Optional.empty();

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Made then or later: 2026-01-31T12:00:00Z, or 2h for two hours ago.")
        private Optional<String> since = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Made before.")
        private Optional<String> until = Optional.empty();

        Map<String, String> members(InstantSource clock) {
            Map<String, String> members = new LinkedHashMap<>();
            subscription.ifPresent(id -> members.put("subscription", id));
            reason.ifPresent(word -> members.put("reason", word));
            since.ifPresent(time -> members.put("since", DlqText.time("--since", time, clock)));
            until.ifPresent(time -> members.put("until", DlqText.time("--until", time, clock)));
            return members;
        }
    }

    /** Goes through a list, page by page, until somebody has enough; answers whether there was more to see then. */
    private static boolean walk(
            Function<String, JsonNode> list, Map<String, String> query, int page, Predicate<JsonNode> enough) {
        Map<String, String> asked = new LinkedHashMap<>(query);
        asked.put("limit", Integer.toString(page));
        while (true) {
            JsonNode found = list.apply(DlqText.query(asked));
            for (JsonNode one : found.path("data")) {
                if (enough.test(one)) {
                    return true;
                }
            }
            if (!found.path("next").isTextual()) {
                return false;
            }
            asked.put("cursor", found.path("next").asText());
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

    private GatewayClient gateway() {
        return options.client(System.getenv());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
