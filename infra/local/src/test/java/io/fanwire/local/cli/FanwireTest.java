package io.fanwire.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.seal.SecretSealer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line as a user meets it. */
final class FanwireTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anUnknownCommandSuggestsTheNearest() {
        assertThat(run("pubish", "orders")).isEqualTo(2);
        assertThat(err.toString()).contains("publish");
    }

    @Test
    void anUnknownOptionSuggestsTheNearest() {
        assertThat(run("demo", "--onec")).isEqualTo(2);
        assertThat(err.toString()).contains("--once");
    }

    @Test
    void withoutACommandThereIsHelp() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains(
                        "demo",
                        "up",
                        "run",
                        "topics",
                        "publish",
                        "subscribe",
                        "listen",
                        "tail",
                        "dlq",
                        "keys",
                        "doctor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "run",
                "topics",
                "publish",
                "subscribe",
                "listen",
                "tail",
                "dlq",
                "keys",
                "secrets",
                "doctor",
                "completion"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("fanwire " + command);
    }

    @Test
    void keysAreRotatedWithoutACluster(@TempDir Path folder) {
        SecretSealer.createOrOpen(folder.resolve("secrets-keyset.json"));
        String data = "--data-dir=" + folder;

        assertThat(run("secrets", "rotate", "--stage", data)).isZero();
        assertThat(run("secrets", "rotate", data)).isZero();
        assertThat(run("secrets", "keys", "--json", data)).isZero();
        assertThat(run("secrets", "rewrap", data)).isEqualTo(1);
        assertThat(run("secrets", "reseal", data)).isEqualTo(1);

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("primary"),
                        line -> assertThat(line).contains("staged"),
                        line -> assertThat(line).contains("old"),
                        line -> assertThat(line).contains("primary"),
                        line -> assertThat(line).endsWith("\"use\":\"old\"}"),
                        line -> assertThat(line).endsWith("\"use\":\"primary\"}"));
        assertThat(err.toString()).contains("set secrets.kms").contains("no local platform runs");
    }

    @Test
    void anUnknownRoleIsToldTheRoles() {
        assertThat(run("run", "indexer")).isEqualTo(2);
        assertThat(err.toString()).contains("gateway", "router", "dispatcher");
    }

    @Test
    void aNumberOutOfRangeIsToldBeforeAnythingStarts() {
        assertThat(run("demo", "--events", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--events takes a number from 1 to 100000, not 0");
    }

    @Test
    void aFailureIsOneLineAndARemedy() {
        assertThat(run("publish", "orders", "--gateway", "http://127.0.0.1:1", "--api-key", "k"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("fanwire: no gateway answers on http://127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "tail", "topics apply"})
    void withoutAClusterACommandSaysSoAtOnce(String command, @TempDir Path folder) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--data-dir", folder.toString()));
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("fanwire: no local platform runs on " + folder);
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete ", "publish", "keys", "doctor");
    }

    private int run(String... arguments) {
        CommandLine line = Fanwire.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
