package io.fanwire.bench.sink;

import java.time.Duration;

/** Answers that no client should wait for to the end, or keep in memory. */
final class RudeAnswers {
    private static final String PIECE = "x".repeat(8192);

    private RudeAnswers() {}

    static Script parse(String[] words) {
        return switch (words[0]) {
            case "hang-body" ->
                exchange -> {
                    exchange.note("hang-body");
                    exchange.write("HTTP/1.1 200 Scripted\r\ncontent-length: 1000\r\n\r\nhalf");
                };
            case "endless" ->
                exchange -> {
                    exchange.note("endless");
                    exchange.write("HTTP/1.1 500 Scripted\r\nconnection: close\r\n\r\n");
                    exchange.repeat(PIECE, Duration.ZERO);
                };
            case "drip" ->
                exchange -> {
                    exchange.note("drip");
                    exchange.write("HTTP/1.1 200 Scripted\r\ncontent-length: 1000\r\n\r\n");
                    exchange.repeat("x", Duration.ofSeconds(1));
                };
            case "headers" -> headers(Integer.parseInt(words[1]));
            case "big-header" -> bigHeader(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException("no rude answer is called " + words[0]);
        };
    }

    private static Script headers(int count) {
        StringBuilder all = new StringBuilder("HTTP/1.1 200 Scripted\r\ncontent-length: 0\r\n");
        for (int i = 0; i < count; i++) {
            all.append("x-header-").append(i).append(": ").append(i).append("\r\n");
        }
        String answer = all.append("\r\n").toString();
        return exchange -> {
            exchange.note("headers");
            exchange.write(answer);
        };
    }

    private static Script bigHeader(int bytes) {
        return exchange -> {
            exchange.note("big-header");
            exchange.write("HTTP/1.1 200 Scripted\r\ncontent-length: 0\r\nx-big: ");
            for (int written = 0; written < bytes; written += PIECE.length()) {
                exchange.write(PIECE);
            }
            exchange.write("\r\n\r\n");
        };
    }
}
