package io.fanwire.bench.speed.chain;

/** What came of one lane: requests, distinct pairs of path and id, and how long those took whose ids tell. Confined to its owner. */
final class Tally {
    private final LongSet distinct = new LongSet();
    private final Histogram latencies = new Histogram();
    private long requests;

    void came(SinkPath path, String id) {
        requests++;
        if (distinct.add(LongSet.mix(path.hash()) ^ SinkPath.hash(id))) {
            TimedId.micros(id).ifPresent(sent -> latencies.add(TimedId.now() - sent));
        }
    }

    /** Forgets how long they took. */
    void forgetLatencies() {
        latencies.clear();
    }

    /** Requests, distinct pairs, and of those whose ids tell: how many, and microseconds at the middle, at 99 and at 99.9 of 100. */
    String line() {
        return requests + " " + distinct.size() + " " + latencies.total() + " " + latencies.quantile(0.5) + " "
                + latencies.quantile(0.99) + " " + latencies.quantile(0.999);
    }
}
