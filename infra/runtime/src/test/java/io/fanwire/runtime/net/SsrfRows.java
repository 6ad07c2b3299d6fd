package io.fanwire.runtime.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table of callback addresses with a verdict each, where it is at hand; it is no part of this project. */
final class SsrfRows {
    private static final String NAME = "ssrf-urls.tsv";
    private static final int COLUMNS = 9;

    private SsrfRows() {}

    /** One line of the table. */
    record Row(String id, String kind, String profile, String url, String dns, boolean allowed, String stage) {
        private static final Set<String> LATER = Set.of("redirect", "proxy");

        /** The verdict falls after the connection stands, so that a live receiver is needed. */
        boolean live() {
            return LATER.contains(stage);
        }

        EgressRules rules() {
            HttpUrl.Policy text = new HttpUrl.Policy(!profile.equals("strict"), profile.startsWith("dev"));
            List<IpNetwork> networks = profile.contains("+allow=")
                    ? List.of(IpNetwork.known(profile.substring(profile.indexOf('=') + 1)))
                    : List.of();
            return new EgressRules(text, networks, Set.of(), Optional.empty(), List.of());
        }

        /** What a name server answers to the nth question, the first being 0. */
        Names.Answer answer(int question) {
            String[] turns = dns.replaceFirst("^seq:", "").split("\\|", -1);
            List<String> addresses = new ArrayList<>();
            for (String record : turns[Math.min(question, turns.length - 1)].split(";", -1)) {
                if (record.startsWith("A")) {
                    addresses.addAll(
                            List.of(record.substring(record.indexOf('=') + 1).split(",", -1)));
                }
            }
            return Names.Answer.of(addresses.toArray(new String[0]));
        }
    }

    static List<Row> all() {
        Path folder = Path.of(System.getProperty(
                "fanwire.corpora",
                Path.of(System.getProperty("fanwire.root", "../.."), "../shared/corpora")
                        .toString()));
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().skip(1).map(SsrfRows::row).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(cells.length + " columns: " + line);
        }
        String url = cells[3].replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        return new Row(cells[0], cells[1], cells[2], url, cells[4], cells[5].equals("ALLOW"), cells[6]);
    }
}
