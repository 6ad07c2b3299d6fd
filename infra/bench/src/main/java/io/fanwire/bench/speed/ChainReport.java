package io.fanwire.bench.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a run came to, as it is kept: every round, and where it ran.
 *
 * @param commit of the source, as far as it is known
 * @param load average when it began
 */
record ChainReport(
        String date,
        String commit,
        String jdk,
        int processors,
        int bytes,
        double load,
        List<ChainRow> rows,
        List<GatewayRow> publishing,
        List<LatencyRow> latencies) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ChainReport {
        rows = List.copyOf(rows);
        publishing = List.copyOf(publishing);
        latencies = List.copyOf(latencies);
    }

    static ChainReport parse(String json) {
        try {
            return JSON.readValue(json, ChainReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no report of a chain", e);
        }
    }

    String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    List<String> lanes() {
        return rows.stream().map(ChainRow::lane).distinct().toList();
    }

    /** Of every round that counts: not of one that warms up, nor of a void one. */
    Rounds rounds(String lane, ToDoubleFunction<ChainRow> figure) {
        return Rounds.of(rows, lane, figure);
    }

    Rounds published(String lane, ToDoubleFunction<GatewayRow> figure) {
        return Rounds.of(publishing, lane, figure);
    }

    Rounds latency(String lane, ToDoubleFunction<LatencyRow> figure) {
        return Rounds.of(latencies, lane, figure);
    }

    /** The rounds of all kinds that do not count. */
    List<Measured> voids() {
        return Stream.<List<? extends Measured>>of(rows, publishing, latencies)
                .flatMap(List::stream)
                .<Measured>map(round -> round)
                .filter(round -> round.missing() != 0)
                .toList();
    }
}
