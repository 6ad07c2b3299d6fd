package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** One line of a table of bad input: a request in a small language, and the answer to it. */
record BadInputRow(
        String id,
        String area,
        String method,
        String path,
        String headers,
        String body,
        String status,
        String code,
        String mustHold) {
    private static final int COLUMNS = 10;
    private static final Pattern WORD = Pattern.compile("\\{\\{([^{}]+)}}");

    /** The rows of this repository. */
    static List<BadInputRow> own() {
        try {
            return parse(Files.readAllLines(Path.of("src/test/resources/http/bad-input.tsv")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The rows of a table beside the repository, or where {@code fanwire.corpora} says; none where there is none. */
    static List<BadInputRow> others() {
        Path table = Path.of(System.getProperty(
                        "fanwire.corpora",
                        Path.of(System.getProperty("fanwire.root", ".."), "../shared/corpora")
                                .toString()))
                .resolve("bad-input.tsv");
        try {
            return Files.exists(table) ? parse(Files.readAllLines(table)) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<BadInputRow> parse(List<String> lines) {
        return lines.stream().skip(1).map(BadInputRow::parse).toList();
    }

    private static BadInputRow parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(cells.length + " columns: " + line);
        }
        return new BadInputRow(
                cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8]);
    }

    @Override
    public String toString() {
        return id + " " + method + " " + (path.length() > 60 ? path.substring(0, 60) + "…" : path);
    }

    List<Integer> statuses() {
        return Arrays.stream(status.split(",", -1)).map(Integer::parseInt).toList();
    }

    boolean ordered(String order) {
        return Arrays.stream(headers.split("\\|", -1)).anyMatch(line -> line.startsWith(order));
    }

    boolean expects100() {
        return headers.toLowerCase(Locale.ROOT).contains("expect: 100-continue");
    }

    /** The header of the request, up to and with its empty line. */
    byte[] head(Map<String, String> fixtures, int bodyLength) {
        StringBuilder head = new StringBuilder();
        head.append(method.split(" ", -1)[0])
                .append(' ')
                .append(text(path, fixtures))
                .append(" HTTP/1.1\r\n");
        if (!ordered("@nohost")) {
            head.append("Host: gateway\r\n");
        }
        boolean framed = false;
        for (String line : headers.split("\\|", -1)) {
            if (line.startsWith("@header:")) {
                head.append(raw(line.substring("@header:".length()), fixtures));
            } else if (!line.isEmpty() && !line.startsWith("@")) {
                framed |= line.startsWith("Content-Length:") || line.startsWith("Transfer-Encoding:");
                head.append(raw(line, fixtures));
            }
        }
        if (!framed && (bodyLength > 0 || method.startsWith("P"))) {
            head.append("Content-Length: ").append(bodyLength).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private String raw(String line, Map<String, String> fixtures) {
        return text(line, fixtures).replace("\\r", "\r").replace("\\n", "\n") + "\r\n";
    }

    /** The body of the nth request, counted from 0. */
    byte[] body(Map<String, String> fixtures, int n) {
        String said = n > 0 && method.contains("differs") ? body.replaceAll("\"n\":[0-9]+", "\"n\":0") : body;
        return said.equals("-") ? new byte[0] : bytes(said, fixtures);
    }

    private String text(String said, Map<String, String> fixtures) {
        return new String(bytes(said, fixtures), ISO_8859_1);
    }

    private byte[] bytes(String said, Map<String, String> fixtures) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher words = WORD.matcher(said);
        int from = 0;
        while (words.find()) {
            bytes.writeBytes(said.substring(from, words.start()).getBytes(UTF_8));
            bytes.writeBytes(word(words.group(1), fixtures));
            from = words.end();
        }
        bytes.writeBytes(said.substring(from).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private byte[] word(String word, Map<String, String> fixtures) {
        List<String> parts = new ArrayList<>(List.of(word.split(":", -1)));
        int many = parts.size() > 1 && parts.get(parts.size() - 1).matches("[0-9]+")
                ? Integer.parseInt(parts.get(parts.size() - 1))
                : 0;
        return switch (parts.get(0)) {
            case "rep" -> parts.get(1).repeat(many).getBytes(UTF_8);
            case "nest" -> ("[".repeat(many) + "]".repeat(many)).getBytes(UTF_8);
            case "nestobj" -> ("{\"o\":".repeat(many) + "1" + "}".repeat(many)).getBytes(UTF_8);
            case "members" -> members(many).getBytes(UTF_8);
            case "batch" -> batch(many).getBytes(UTF_8);
            case "hex" -> HexFormat.of().parseHex(parts.get(1));
            case "gzip" -> parts.get(1).equals("rep") ? gzip(parts.get(2), many) : emptyMembers(many);
            default -> {
                if (!fixtures.containsKey(word)) {
                    throw new IllegalStateException(id + " has an unknown word: " + word);
                }
                yield fixtures.getOrDefault(word, "").getBytes(UTF_8);
            }
        };
    }

    private static String members(int many) {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < many; i++) {
            members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
        }
        return members.toString();
    }

    private String batch(int many) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < many; i++) {
            items.append(i == 0 ? "[" : ",")
                    .append("{\"id\":\"")
                    .append(id.toLowerCase(Locale.ROOT))
                    .append('-')
                    .append(i)
                    .append("\",\"type\":\"order.created\",\"source\":\"/shop\",\"data\":{\"n\":1}}");
        }
        return items.append(']').toString();
    }

    private static byte[] gzip(String text, int many) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = text.repeat(10_000).getBytes(UTF_8);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int left = many * text.length(); left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** {@code gzip:empty:N}: so many members with nothing in them. */
    private static byte[] emptyMembers(int many) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] one = gzip("", 0);
        for (int i = 0; i < many; i++) {
            bytes.writeBytes(one);
        }
        return bytes.toByteArray();
    }
}
