package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.local.Termination;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.receiver.Counts;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Receiver;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.receiver.SigningSecret;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire listen}: a callback on this machine that checks signatures and prints what comes. */
@Command(
        name = "listen",
        description = "Receive webhooks on this machine, check their signatures and print them.",
        mixinStandardHelpOptions = true)
final class ListenCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "0 picks a free one; ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--secret", paramLabel = "SECRET", description = "whsec_…; without it signatures are not checked.")
    private Optional<String> secret = Optional.empty();

    @Option(names = "--fail", paramLabel = "N%%", defaultValue = "0", description = "Fail this share of the requests.")
    private String fail = "";

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Answer after so many milliseconds.")
    private int delay;

    @Option(
            names = "--status",
            paramLabel = "CODE",
            description = "Answer so; with --fail, fail so (500 when not given).")
    private Optional<Integer> status = Optional.empty();

    @Option(names = "--subscribe", paramLabel = "TOPIC", description = "Subscribe to this topic while listening.")
    private Optional<String> subscribe = Optional.empty();

    @Option(names = "--types", split = ",", paramLabel = "TYPE", description = "With --subscribe: only these types.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a request.")
    private boolean json;

    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Termination termination = Termination.bySignals();
        Script script = script();
        String known = secret.orElseGet(() -> subscribe.isPresent() ? SigningSecret.make() : "");
        try (Receiver receiver = Receiver.start(port, known, script, InstantSource.system(), this::print)) {
            say("listening on " + receiver.url()
                    + (known.isEmpty() ? "; no --secret: signatures are not checked" : ""));
            if (subscribe.isPresent()) {
                subscribed(subscribe.get(), receiver, known, termination);
            } else {
                termination.awaitWhile(() -> true);
            }
            Counts counts = receiver.counts();
            say(counts.requests() + " requests, " + counts.distinct() + " distinct events accepted, "
                    + counts.duplicates() + " duplicates, " + counts.verified() + " verified, "
                    + counts.badSignatures() + " bad signatures");
            return counts.badSignatures() == 0 ? 0 : 1;
        }
    }

    private void subscribed(String topic, Receiver receiver, String known, Termination termination) {
        GatewayClient gateway = options.client(System.getenv());
        ObjectNode wish =
                Json.object().put("topic", topic).put("url", receiver.url()).put("description", "fanwire listen");
        wish.putObject("signing").put("style", "standard").put("secret", known);
        if (!types.isEmpty()) {
            wish.set("types", Json.tree(types));
        }
        String id = gateway.subscribe(wish).path("id").asText();
        say("subscription " + id + " to topic " + topic + ", deleted when this ends");
        termination.awaitWhile(() -> true);
        try {
            gateway.deleteSubscription(id);
        } catch (LocalException stays) {
            say("subscription " + id + " could not be deleted: " + stays.getMessage());
        }
    }

    private Script script() {
        Duration after = Duration.ofMillis(delay);
        double share = share(fail)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(), "--fail takes a percentage from 0 to 100, not " + fail));
        OptionalInt code = status.stream().mapToInt(Integer::intValue).findFirst();
        if (delay < 0 || code.orElse(200) < 200 || code.orElse(200) > 599) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--delay takes milliseconds from 0 on, --status a code from 200 to 599");
        }
        return share > 0
                ? Script.failing(System.nanoTime(), share, code.orElse(500), after)
                : Script.after(after, code.orElse(200));
    }

    /** {@code 20%}, {@code 20} and {@code 2.5%} as a share of one. */
    static Optional<Double> share(String percent) {
        String number = percent.endsWith("%") ? percent.substring(0, percent.length() - 1) : percent;
        try {
            return Optional.of(Double.parseDouble(number) / 100).filter(share -> share >= 0 && share <= 1);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private void print(Received received) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? ReceivedText.json(received) : ReceivedText.line(received));
        out.flush();
    }

    /** About the listening itself: not data, so beside it where data is for a script. */
    private void say(String line) {
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
