package io.fanwire.bench.proxy;

import io.fanwire.runtime.DurationText;
import java.time.Duration;

/**
 * What a network does to what goes through it. As text, words in any order; nothing is a fine network:
 *
 * <pre>
 *   latency 500ms    jitter 200ms    bandwidth 10000 (bytes a second)    reset 0.02 (of all pieces)
 *   blackhole        takes everything, passes nothing on
 *   half-open        an end that closes is not told to the other
 *   refuse           new connections are reset
 * </pre>
 */
record Weather(
        Duration latency,
        Duration jitter,
        long bandwidth,
        double reset,
        boolean blackhole,
        boolean halfOpen,
        boolean refuse) {
    static final Weather FINE = new Weather(Duration.ZERO, Duration.ZERO, 0, 0, false, false, false);

    /** @throws IllegalArgumentException for a word it does not know */
    static Weather parse(String text) {
        Weather weather = FINE;
        String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            weather = switch (words[i]) {
                case "latency" -> weather.latency(DurationText.parse(words[++i]));
                case "jitter" -> weather.jitter(DurationText.parse(words[++i]));
                case "bandwidth" -> weather.bandwidth(Long.parseLong(words[++i]));
                case "reset" -> weather.reset(Double.parseDouble(words[++i]));
                case "blackhole" ->
                    new Weather(
                            weather.latency,
                            weather.jitter,
                            weather.bandwidth,
                            weather.reset,
                            true,
                            weather.halfOpen,
                            weather.refuse);
                case "half-open" ->
                    new Weather(
                            weather.latency,
                            weather.jitter,
                            weather.bandwidth,
                            weather.reset,
                            weather.blackhole,
                            true,
                            weather.refuse);
                case "refuse" ->
                    new Weather(
                            weather.latency,
                            weather.jitter,
                            weather.bandwidth,
                            weather.reset,
                            weather.blackhole,
                            weather.halfOpen,
                            true);
                default -> throw new IllegalArgumentException("a proxy knows no weather '" + words[i] + "'");
            };
        }
        return weather;
    }

    private Weather latency(Duration other) {
        return new Weather(other, jitter, bandwidth, reset, blackhole, halfOpen, refuse);
    }

    private Weather jitter(Duration other) {
        return new Weather(latency, other, bandwidth, reset, blackhole, halfOpen, refuse);
    }

    private Weather bandwidth(long other) {
        return new Weather(latency, jitter, other, reset, blackhole, halfOpen, refuse);
    }

    private Weather reset(double other) {
        return new Weather(latency, jitter, bandwidth, other, blackhole, halfOpen, refuse);
    }

    /** How long a piece takes, with a random number from -1 to 1. */
    Duration delay(double luck, int bytes) {
        long nanos = latency.toNanos() + (long) (luck * jitter.toNanos());
        long drain = bandwidth == 0 ? 0 : bytes * 1_000_000_000L / bandwidth;
        return Duration.ofNanos(Math.max(0, nanos) + drain);
    }
}
