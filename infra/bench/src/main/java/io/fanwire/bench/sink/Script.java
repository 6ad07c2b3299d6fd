package io.fanwire.bench.sink;

import io.fanwire.runtime.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a callback does with a request. The same event and attempt always get the same treatment.
 *
 * <pre>
 *   ok                         204
 *   status 500,503,200         by number of the attempt, the last for all later ones
 *   delay 2s 200               after a while
 *   some 0.1 500 SEED          the first attempt of a share of the events fails
 *   never 0.05 500 SEED        all attempts of a share of the events fail
 *   retry-after 429 2          with Retry-After; the second attempt is fine
 *   redirect URL               302; "redirect URL 307": with that status
 *   hang                       takes the request and says nothing
 *   hang-body                  a head and half a body, then nothing
 *   endless                    a body without end
 *   drip                       an answer, one byte a second
 *   reset                      RST when the request has been read; "reset 0.1 SEED": of a share of the first attempts
 *   headers 10000              so many headers
 *   big-header 5242880         one header of so many bytes
 *   slow-read                  takes the request 256 bytes a second
 * </pre>
 */
interface Script {
    void play(Exchange exchange);

    /** Whether the request itself is to be taken slowly. */
    default boolean readsSlowly() {
        return false;
    }

    /**
     * Reads a script.
     *
     * @throws IllegalArgumentException for anything that is not in the list above
     */
    static Script parse(String text) {
        String[] words = text.strip().split(" +");
        return switch (words[0]) {
            case "ok" -> exchange -> exchange.answer(204, "");
            case "status" -> statuses(words[1]);
            case "delay" -> {
                Duration delay = DurationText.parse(words[1]);
                int status = Integer.parseInt(words[2]);
                yield exchange -> exchange.later(delay, () -> exchange.answer(status, ""));
            }
            case "some" -> some(Double.parseDouble(words[1]), Integer.parseInt(words[2]), seed(words, 3), true);
            case "never" -> some(Double.parseDouble(words[1]), Integer.parseInt(words[2]), seed(words, 3), false);
            case "retry-after" -> retryAfter(Integer.parseInt(words[1]), words[2]);
            case "redirect" ->
                exchange -> exchange.answer(
                        words.length > 2 ? Integer.parseInt(words[2]) : 302, "location: " + words[1] + "\r\n");
            case "hang" -> exchange -> exchange.note("hang");
            case "hang-body", "endless", "drip", "headers", "big-header" -> RudeAnswers.parse(words);
            case "reset" -> words.length == 1 ? Exchange::reset : resets(Double.parseDouble(words[1]), seed(words, 2));
            case "slow-read" -> new SlowRead();
            default -> throw new IllegalArgumentException("a sink knows no script '" + text + "'");
        };
    }

    private static Script statuses(String list) {
        List<Integer> statuses =
                Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
        return exchange -> exchange.answer(statuses.get(Math.min(exchange.attempt(), statuses.size()) - 1), "");
    }

    private static Script some(double share, int status, long seed, boolean firstOnly) {
        return exchange -> exchange.answer(
                (exchange.attempt() == 1 || !firstOnly) && chosen(exchange.event(), share, seed) ? status : 204, "");
    }

    private static Script resets(double share, long seed) {
        return exchange -> {
            if (exchange.attempt() == 1 && chosen(exchange.event(), share, seed)) {
                exchange.reset();
            } else {
                exchange.answer(204, "");
            }
        };
    }

    private static Script retryAfter(int status, String seconds) {
        return exchange -> {
            if (exchange.attempt() == 1) {
                exchange.answer(status, "retry-after: " + seconds + "\r\n");
            } else {
                exchange.answer(204, "");
            }
        };
    }

    private static boolean chosen(String event, double share, long seed) {
        return new SplittableRandom(seed ^ (event.hashCode() * 0x9E3779B97F4A7C15L)).nextDouble() < share;
    }

    private static long seed(String[] words, int at) {
        return words.length > at ? Long.parseLong(words[at]) : 0;
    }

    /** Answers like anybody, once it has the request. */
    record SlowRead() implements Script {
        @Override
        public void play(Exchange exchange) {
            exchange.answer(204, "");
        }

        @Override
        public boolean readsSlowly() {
            return true;
        }
    }
}
