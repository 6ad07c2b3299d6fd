package io.fanwire.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
    @TempDir
    Path folder;

    @Test
    void theBusiestMinuteCounts() throws IOException {
        Files.writeString(folder.resolve("quiet.log"), line(0) + line(60_000) + line(120_000));
        Files.writeString(
                folder.resolve("busy.log"),
                "no time yet\n" + line(100_000) + "  and more\n" + line(159_999) + line(160_000));
        Files.writeString(folder.resolve("silent.log"), "");

        assertThat(LogLines.mostInAMinute(folder.resolve("quiet.log"))).isEqualTo(1);
        assertThat(LogLines.mostInAMinute(folder.resolve("silent.log"))).isZero();
        assertThat(LogLines.mostInAMinute(folder, List.of("quiet", "busy", "silent")))
                .isEqualTo(3);
    }

    private static String line(long millis) {
        return "{\"timestamp\":" + (1_000_000 + millis) + ",\"level\":\"WARN\"}\n";
    }
}
