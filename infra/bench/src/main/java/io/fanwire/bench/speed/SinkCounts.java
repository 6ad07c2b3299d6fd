package io.fanwire.bench.speed;

/**
 * What a sink has seen of a lane.
 *
 * @param distinct pairs of callback and message id
 * @param timed of those: whose ids told when they were to be sent; they took so many microseconds at the middle ({@code p50}) and so on
 */
record SinkCounts(long requests, long distinct, long timed, long p50, long p99, long p999) {
    static SinkCounts parse(String line) {
        String[] words = line.strip().split(" ", -1);
        return new SinkCounts(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }
}
