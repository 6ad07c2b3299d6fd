package io.fanwire.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Publishes as fast as answers come, over so many connections, in a process of its own: {@code PORT KEY TOPIC CONNECTIONS BATCH BYTES
 * SECONDS IDS RESULT}. Plain sockets and ready-made requests, so that it costs little beside what it measures. IDS: what ids begin with, or
 * {@code -} for events without ids.
 */
public final class PublishLoad {
    private PublishLoad() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int port = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[3]);
        int batch = Integer.parseInt(arguments[4]);
        Duration time = Duration.ofSeconds(Integer.parseInt(arguments[6]));
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<List<Long>>> results = new ArrayList<>();
            long began = System.nanoTime();
            for (int n = 0; n < connections; n++) {
                PublishRequest request = PublishRequest.of(
                        arguments[1],
                        arguments[2],
                        batch,
                        Integer.parseInt(arguments[5]),
                        "key-" + n,
                        arguments[7].equals("-") ? "" : arguments[7] + "-" + n + "-");
                results.add(threads.submit(() -> PublishConnection.publish(port, request, began + time.toNanos())));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<List<Long>> result : results) {
                nanos.addAll(result.get());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            LaneResult result = new LaneResult(
                    (long) sorted.length * batch,
                    seconds,
                    Cpu.ofThis().toNanos() / 1000,
                    LaneResult.quantile(sorted, 0.5),
                    LaneResult.quantile(sorted, 0.99),
                    LaneResult.quantile(sorted, 0.999));
            Files.writeString(Path.of(arguments[8]), result.line());
        } finally {
            threads.shutdownNow();
        }
    }
}
