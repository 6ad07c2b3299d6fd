package io.fanwire.bench.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A lane that is a process of its own; its cost, without its first quarter, stands where a dispatcher's does.
 *
 * @param arguments of {@code main} in a round, but for the last, the file of its result
 */
record AloneLane(ChainRun run, String name, int deliveries, String main, IntFunction<List<String>> arguments)
        implements Lane {
    @Override
    public ChainRow measure(int round) {
        SinkCounts before = run.sink().counts(name);
        ChainCosts costs = ChainCosts.now(run);
        Path result = run.platform().folder().resolve(name + round + ".result");
        List<String> all = new ArrayList<>(arguments.apply(round));
        all.add(result.toString());
        run.ended(run.platform().run(name + round, "512m", main, all));
        SinkCounts now = run.sink().counts(name);
        long came = now.distinct() - before.distinct();
        ChainCosts each = ChainCosts.now(run).since(costs).each(deliveries);
        double[] own = numbers(result);
        return new ChainRow(
                name,
                round,
                deliveries,
                deliveries / own[0],
                new ChainCosts(0, own[1], each.broker(), each.sink(), each.compilers() + own[2]),
                ChainMemory.NONE,
                now.requests() - before.requests() - came,
                deliveries - came);
    }

    private static double[] numbers(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a lane left no result", e);
        }
    }
}
