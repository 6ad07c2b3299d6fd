package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.local.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code fanwire up} as a process of its own, on free ports; its data and its log are in one folder. */
final class UpProcess implements AutoCloseable {
    private final Process process;
    private final JsonNode endpoints;

    private UpProcess(Process process, JsonNode endpoints) {
        this.process = process;
        this.endpoints = endpoints;
    }

    /** Returns when it serves; {@code more} is set in its environment. */
    static UpProcess start(Path folder, String key, Map<String, String> more) throws IOException {
        Path log = log(folder);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fanwire.local.cli.Fanwire",
                "up",
                "--json",
                "--data",
                data(folder).toString());
        for (String port : List.of("GATEWAY", "OPS", "KAFKA", "REGISTRY")) {
            builder.environment().put("FANWIRE_" + port + "_PORT", "0");
        }
        builder.environment().put("FANWIRE_BOOTSTRAP_KEY", key);
        builder.environment().putAll(more);
        builder.redirectError(ProcessBuilder.Redirect.to(log.toFile()));
        Process process = builder.start();
        BufferedReader out = process.inputReader(UTF_8);
        String line = out.readLine();
        assertThat(line).as("see " + log).startsWith("ready {");
        return new UpProcess(
                process, Json.parse(line.substring("ready ".length())).orElseThrow());
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }

    static Path log(Path folder) {
        return folder.resolve("up.log");
    }

    /** What its one line on standard output says. */
    String endpoint(String name) {
        return endpoints.path(name).asText();
    }

    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("stopped within 20 s")
                .isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }
}
