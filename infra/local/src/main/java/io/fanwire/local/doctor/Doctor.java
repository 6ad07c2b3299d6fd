package io.fanwire.local.doctor;

import io.fanwire.local.Endpoints;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs every check. */
public final class Doctor {
    private final Path folder;
    private final Optional<Endpoints> running;

    /** A doctor for a data folder, and for the local platform that runs on it, when one does. */
    public Doctor(Path folder, Optional<Endpoints> running) {
        this.folder = folder;
        this.running = running;
    }

    /** A Kafka cluster that somebody meant, and the topics that belong on it. */
    public record Target(Cluster cluster, Topics topics) {}

    /** Every finding; without a target no cluster is checked. */
    public List<Finding> examine(Optional<Target> target) {
        List<Finding> findings = new ArrayList<>(MachineChecks.all(folder, running));
        findings.add(running.map(endpoints -> Finding.ok(
                        "platform",
                        "process " + endpoints.pid() + " uses " + folder + ", gateway " + endpoints.gateway()))
                .orElseGet(() -> Finding.note(
                        "platform",
                        "none runs on " + folder,
                        "start one with: fanwire up   or see it work: fanwire demo")));
        running.ifPresent(endpoints -> findings.add(ready(endpoints.ops())));
        target.ifPresent(named -> findings.addAll(ClusterChecks.all(named.cluster(), named.topics())));
        return List.copyOf(findings);
    }

    private static Finding ready(String ops) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ops + "/readyz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Finding.ok("services", "gateway, router and dispatcher are ready")
                    : Finding.wrong(
                            "services", answer.body().strip(), "see the platform's log; start it again if it stays so");
        } catch (IOException e) {
            return Finding.wrong("services", "no answer from " + ops, "start the platform again: fanwire up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.wrong("services", "interrupted", "run doctor again");
        }
    }
}
