package io.fanwire.bench.speed;

import java.util.function.ToDoubleFunction;

/**
 * Memory of the services in a round.
 *
 * @param routerKb allocated for each delivery, in KB of 1,024 bytes; {@code dispatcherKb} likewise
 * @param routerHeap the most that a collection left in its heap, in MiB; {@code dispatcherHeap} likewise
 */
record ChainMemory(double routerKb, double dispatcherKb, double routerHeap, double dispatcherHeap) {
    static final ChainMemory NONE = new ChainMemory(0, 0, 0, 0);

    /** A figure, or not a number where nothing was measured. */
    double known(ToDoubleFunction<ChainMemory> figure) {
        double number = figure.applyAsDouble(this);
        return number == 0 ? Double.NaN : number;
    }

    /** How far both have come. */
    record Mark(Heap router, Heap dispatcher) {
        static Mark now(ChainRun run) {
            return new Mark(Heap.now(run.platform(), "router"), Heap.now(run.platform(), "dispatcher"));
        }

        /** What came of it by now, with so many deliveries. */
        ChainMemory until(Mark now, long deliveries) {
            return new ChainMemory(
                    (now.router.allocated - router.allocated) / 1024.0 / deliveries,
                    (now.dispatcher.allocated - dispatcher.allocated) / 1024.0 / deliveries,
                    now.router.log.mostLeft(router.log.collections().size()) / 1024.0 / 1024,
                    now.dispatcher.log.mostLeft(dispatcher.log.collections().size()) / 1024.0 / 1024);
        }
    }

    /** One process at a moment. */
    record Heap(GcLog log, long allocated) {
        private static final String USED = "jvm_memory_used_bytes{area=\"heap\"}";

        static Heap now(IngestPlatform platform, String role) {
            GcLog before = platform.gcLog(role);
            long used = platform.metric(role, USED);
            GcLog log = platform.gcLog(role);
            while (log.collections().size() != before.collections().size()) { // it collected just then
                before = log;
                used = platform.metric(role, USED);
                log = platform.gcLog(role);
            }
            return new Heap(log, log.allocated(used));
        }
    }
}
