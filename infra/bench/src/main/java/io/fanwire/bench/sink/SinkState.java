package io.fanwire.bench.sink;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sink knows: scripts by path, secrets, its log. Told by lines of text:
 *
 * <pre>
 *   script PATH SCRIPT…      PATH * is every path without one of its own
 *   secret SUBSCRIPTION PRESENT [PREVIOUS]
 * </pre>
 *
 * Owned by the event loop.
 */
final class SinkState {
    private static final String ANY = "*";

    private final SinkLog log;
    private final InstantSource clock;
    private final Secrets secrets = new Secrets();
    private final Map<String, Script> scripts = new HashMap<>();

    SinkState(SinkLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        scripts.put(ANY, Script.parse("ok"));
    }

    SinkLog log() {
        return log;
    }

    InstantSource clock() {
        return clock;
    }

    Secrets secrets() {
        return secrets;
    }

    Script script(String path) {
        Script own = scripts.get(path);
        return own == null ? scripts.getOrDefault(ANY, exchange -> exchange.answer(404, "")) : own;
    }

    /** Answers what is wrong; empty when all lines were obeyed. */
    String obey(String text) {
        for (String line : text.lines().toList()) {
            List<String> words = Arrays.asList(line.strip().split(" +"));
            try {
                if (words.size() >= 3 && words.get(0).equals("script")) {
                    scripts.put(words.get(1), Script.parse(String.join(" ", words.subList(2, words.size()))));
                } else if (words.size() >= 3 && words.get(0).equals("secret")) {
                    secrets.set(words.get(1), words.subList(2, words.size()));
                } else {
                    return "no order: " + line;
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
                return line + ": " + unknown.getMessage();
            }
        }
        return "";
    }
}
