package io.fanwire.bench.speed;

/** Processor time of each process of a run, in microseconds: in all, between two moments, or of one delivery. */
record ChainCosts(double router, double dispatcher, double broker, double sink) {
    static ChainCosts now(ChainRun run) {
        return new ChainCosts(
                micros(run.platform().child("router").pid()),
                micros(run.platform().child("dispatcher").pid()),
                micros(run.platform().child("broker").pid()),
                micros(run.sink().child().pid()));
    }

    ChainCosts since(ChainCosts before) {
        return new ChainCosts(
                router - before.router, dispatcher - before.dispatcher, broker - before.broker, sink - before.sink);
    }

    ChainCosts each(long deliveries) {
        return new ChainCosts(router / deliveries, dispatcher / deliveries, broker / deliveries, sink / deliveries);
    }

    private static double micros(long pid) {
        return Cpu.of(pid).toNanos() / 1e3;
    }
}
