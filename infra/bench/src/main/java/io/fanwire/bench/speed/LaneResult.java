package io.fanwire.bench.speed;

/**
 * What one process that made load has to say, in a line that another reads.
 *
 * @param events that were accepted
 * @param cpuMicros its own processor time, start of the JVM included
 * @param p50 microseconds from request to answer, at the middle; {@code p99}, {@code p999} likewise; 0: not known
 */
record LaneResult(long events, double seconds, long cpuMicros, long p50, long p99, long p999) {
    private static final int FIELDS = 6;

    String line() {
        return events + " " + seconds + " " + cpuMicros + " " + p50 + " " + p99 + " " + p999;
    }

    static LaneResult parse(String line) {
        String[] fields = line.strip().split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a result: " + line);
        }
        return new LaneResult(
                Long.parseLong(fields[0]),
                Double.parseDouble(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]));
    }

    double perSecond() {
        return events / seconds;
    }

    /** In microseconds, of sorted nanoseconds; 0 of none. */
    static long quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1000;
    }
}
