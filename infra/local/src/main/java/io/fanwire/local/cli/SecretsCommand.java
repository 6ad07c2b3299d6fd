package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.secrets.Reseal;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.seal.KeyInfo;
import io.fanwire.runtime.seal.KeyRotation;
import io.fanwire.runtime.seal.KeySetSource;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire secrets}: the keys that secrets of subscriptions are sealed with. */
@Command(
        name = "secrets",
        description = "The keys that secrets of subscriptions are sealed with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer =
                "%nA rotation: rotate, reseal, prune. Where processes do not share the file: rotate --stage, copy the file to"
                        + " each, rotate, copy it again, reseal, prune, and copy it once more.")
final class SecretsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "keys", description = "List the keys, oldest first.", mixinStandardHelpOptions = true)
    int keys(
            @Mixin ClusterOptions options,
            @Option(names = "--count", description = "Read the subscriptions and count what each key has sealed.")
                    boolean count,
            @Option(names = "--json", description = "A JSON object per key.") boolean json) {
        Settings settings = settings(options);
        Optional<Map<Integer, Integer>> counts = Optional.empty();
        if (count) {
            try (Reseal reseal = reseal(options, settings)) {
                counts = Optional.of(reseal.secretsByKey());
            }
        }
        return print(rotation(settings).keys(), counts, json);
    }

    @Command(
            name = "rotate",
            description =
                    "Seal with a new key from now on: the staged one, or one that is made. The others still open.",
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin ClusterOptions options,
            @Option(names = "--stage", description = "Only add the key, so that every process knows it first.")
                    boolean stage,
            @Option(names = "--json", description = "A JSON object per key.") boolean json) {
        KeyRotation rotation = rotation(settings(options));
        return print(stage ? rotation.stage() : rotation.rotate(), Optional.empty(), json);
    }

    @Command(
            name = "reseal",
            description =
                    "Seal the secrets of every subscription with the new key. The platform may run; what is stopped"
                            + " half-way is run again. Exit code 1 when a secret does not open.",
            mixinStandardHelpOptions = true)
    int reseal(
            @Mixin ClusterOptions options, @Option(names = "--json", description = "One JSON object.") boolean json) {
        Reseal.Outcome outcome;
        try (Reseal reseal = reseal(options, settings(options))) {
            outcome = reseal.run();
        }
        ObjectNode told = Json.object()
                .put("resealed", outcome.subscriptions())
                .put("closed", outcome.closed())
                .put("unreadable", outcome.unreadable());
        out().println(
                        json
                                ? Json.line(told)
                                : "%d subscriptions sealed anew, %d have a secret that does not open, %d are not readable"
                                        .formatted(outcome.subscriptions(), outcome.closed(), outcome.unreadable()));
        out().flush();
        return outcome.closed() + outcome.unreadable() == 0 ? 0 : Failure.EXIT_CODE;
    }

    @Command(
            name = "prune",
            description = "Remove the keys that only open, once nothing is sealed with them any more.",
            mixinStandardHelpOptions = true)
    int prune(
            @Mixin ClusterOptions options,
            @Option(names = "--json", description = "A JSON object per key.") boolean json) {
        Settings settings = settings(options);
        KeyRotation rotation = rotation(settings);
        try (Reseal reseal = reseal(options, settings)) {
            Map<Integer, Integer> counts = reseal.secretsByKey();
            int left = rotation.keys().stream()
                    .filter(key -> key.use() == KeyInfo.Use.OLD)
                    .mapToInt(key -> counts.getOrDefault(key.id(), 0))
                    .sum();
            if (left > 0) {
                throw new LocalException(
                        left + " secrets are still sealed with an old key",
                        "seal them anew first: fanwire secrets reseal");
            }
        }
        return print(rotation.prune(), Optional.empty(), json);
    }

    @Command(
            name = "rewrap",
            description = "Wrap the key set anew, as secrets.kms and kms.* say; its keys stay the same.",
            mixinStandardHelpOptions = true)
    int rewrap(
            @Mixin ClusterOptions options,
            @Option(names = "--json", description = "A JSON object per key.") boolean json) {
        return print(rotation(settings(options)).rewrap(), Optional.empty(), json);
    }

    private static Settings settings(ClusterOptions options) {
        return options.withKeySet(System.getenv(), TopicSettings.define(Cluster.define(new ConfigDef())));
    }

    private static KeyRotation rotation(Settings settings) {
        return new KeyRotation(KeySetSource.of(settings));
    }

    private static Reseal reseal(ClusterOptions options, Settings settings) {
        options.require(System.getenv());
        ClusterOptions.Target target = ClusterOptions.target(settings);
        return new Reseal(target.cluster(), target.topics(), SecretSealer.open(KeySetSource.of(settings)));
    }

    private int print(List<KeyInfo> keys, Optional<Map<Integer, Integer>> counts, boolean json) {
        for (KeyInfo key : keys) {
            Optional<Integer> secrets = counts.map(all -> all.getOrDefault(key.id(), 0));
            if (json) {
                ObjectNode line = Json.object()
                        .put("key", key.name())
                        .put("use", key.use().word());
                secrets.ifPresent(number -> line.put("secrets", number));
                out().println(Json.line(line));
            } else {
                out().println(String.format(
                                Locale.ROOT, "%s  %-7s", key.name(), key.use().word())
                        + secrets.map(number -> String.format(Locale.ROOT, "  %9d secrets", number))
                                .orElse(""));
            }
        }
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
