package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.doctor.Doctor;
import io.fanwire.local.doctor.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire doctor}: what is wrong here, and what to do about it. */
@Command(
        name = "doctor",
        description = "Check this machine and the platform on it; exit code 1 when something is wrong.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "One JSON object a finding.")
    private boolean json;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Doctor doctor = new Doctor(options.folder(environment), options.local(environment));
        ClusterOptions.Target target = options.target(environment);
        List<Finding> findings = doctor.examine(Optional.of(new Doctor.Target(target.cluster(), target.topics()))
                .filter(any -> options.named(environment)));
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(finding -> out.println(json ? toJson(finding) : line(finding)));
        out.flush();
        return findings.stream().allMatch(Finding::fine) ? 0 : 1;
    }

    private static String line(Finding finding) {
        String mark =
                switch (finding.grade()) {
                    case OK -> "✓";
                    case NOTE -> "·";
                    case WRONG -> "✗";
                };
        String line = mark + " " + finding.what() + ": " + finding.detail();
        return finding.remedy()
                .map(remedy -> line + System.lineSeparator() + "    → " + remedy)
                .orElse(line);
    }

    private static String toJson(Finding finding) {
        ObjectNode json = Json.object()
                .put("check", finding.what())
                .put("ok", finding.fine())
                .put("grade", finding.grade().name().toLowerCase(java.util.Locale.ROOT))
                .put("detail", finding.detail());
        finding.remedy().ifPresent(remedy -> json.put("remedy", remedy));
        return Json.line(json);
    }
}
