package io.fanwire.bench.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * Kafka's own producer benchmark in a process of its own: {@code BOOTSTRAP TOPIC RECORDS BYTES RESULT}, with the settings that the
 * gateway's producer has. What it prints itself goes to the log of the process.
 */
public final class ProducerLoad {
    private ProducerLoad() {}

    public static void main(String[] arguments) throws Exception {
        long records = Long.parseLong(arguments[2]);
        long began = System.nanoTime();
        ProducerPerformance.main(new String[] {
            "--bootstrap-server", arguments[0],
            "--topic", arguments[1],
            "--num-records", arguments[2],
            "--record-size", arguments[3],
            "--throughput", "-1",
            "--command-property", "acks=all",
            "--command-property", "linger.ms=2",
            "--command-property", "batch.size=131072",
            "--command-property", "buffer.memory=134217728",
            "--command-property", "compression.type=lz4"
        });
        double seconds = (System.nanoTime() - began) / 1e9;
        LaneResult result = new LaneResult(records, seconds, Cpu.ofThis().toNanos() / 1000, 0, 0, 0);
        Files.writeString(Path.of(arguments[4]), result.line());
    }
}
