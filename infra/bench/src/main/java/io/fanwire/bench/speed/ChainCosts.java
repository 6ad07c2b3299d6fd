package io.fanwire.bench.speed;

import io.fanwire.bench.speed.chain.Compilers;
import java.util.List;

/**
 * Processor time of each process of a run without its compilers, in microseconds: in all, between two moments, or of one delivery.
 *
 * @param compilers of all of them together
 */
record ChainCosts(double router, double dispatcher, double broker, double sink, double compilers) {
    static ChainCosts now(ChainRun run) {
        List<Long> processes = List.of(
                run.platform().child("router").pid(),
                run.platform().child("dispatcher").pid(),
                run.platform().child("broker").pid(),
                run.sink().child().pid());
        List<Double> compilers =
                processes.stream().map(pid -> Compilers.nanos(pid) / 1e3).toList();
        List<Double> all =
                processes.stream().map(pid -> Cpu.of(pid).toNanos() / 1e3).toList();
        return new ChainCosts(
                all.get(0) - compilers.get(0),
                all.get(1) - compilers.get(1),
                all.get(2) - compilers.get(2),
                all.get(3) - compilers.get(3),
                compilers.stream().mapToDouble(Double::doubleValue).sum());
    }

    ChainCosts since(ChainCosts before) {
        return new ChainCosts(
                router - before.router,
                dispatcher - before.dispatcher,
                broker - before.broker,
                sink - before.sink,
                compilers - before.compilers);
    }

    ChainCosts each(long deliveries) {
        return new ChainCosts(
                router / deliveries,
                dispatcher / deliveries,
                broker / deliveries,
                sink / deliveries,
                compilers / deliveries);
    }
}
