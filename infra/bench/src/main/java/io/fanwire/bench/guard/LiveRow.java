package io.fanwire.bench.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One way of leading us to a forbidden address.
 *
 * @param dns what the name server answers: with two turns, the first when the subscription is saved, the second at the connect
 * @param location where the callback redirects to; empty: it takes its events
 * @param ends how the attempts end
 */
public record LiveRow(String id, String host, Zone dns, String location, int status, Ends ends) {
    private static final String TABLE = "ssrf-urls.tsv";
    private static final String PUBLIC = "A=192.0.2.80";
    private static final Set<String> KINDS = Set.of("dns", "toctou", "redirect");

    /** The end of an attempt. */
    public enum Ends {
        BLOCKED,
        NO_ADDRESS,
        REDIRECTED
    }

    /** Whether the address that it has when it is saved refuses it there. */
    public boolean refusedWhenSaved() {
        return ends == Ends.BLOCKED && dns.turns().size() == 1;
    }

    /** Those that are always played. */
    public static List<LiveRow> own() {
        List<LiveRow> rows = new ArrayList<>();
        rows.add(dns("own-loopback", "A=127.0.0.1"));
        rows.add(dns("own-any", "A=0.0.0.0"));
        rows.add(dns("own-mixed", PUBLIC + ",127.0.0.1"));
        rows.add(dns("own-mixed-families", PUBLIC + ";AAAA=::1"));
        rows.add(dns("own-only-v6", "AAAA=::1"));
        rows.add(dns("own-mapped", "AAAA=::ffff:127.0.0.1"));
        rows.add(dns("own-translated", "AAAA=64:ff9b::7f00:1"));
        rows.add(dns("own-alias", "CNAME=inside.example.org;A=127.0.0.1"));
        rows.add(dns("own-metadata", "A=169.254.169.254"));
        rows.add(dns("own-private", "A=10.1.2.3"));
        rows.add(dns("own-crowd", "A=192.0.2.80" + ",192.0.2.80".repeat(32)));
        rows.add(dns("own-rebinds", "seq:" + PUBLIC + "|A=127.0.0.1"));
        rows.add(dns("own-grows", "seq:" + PUBLIC + "|" + PUBLIC + ",127.0.0.1"));
        rows.add(new LiveRow("own-empty", host("own-empty"), Zone.parse("A="), "", 204, Ends.NO_ADDRESS));
        for (int status : List.of(301, 302, 303, 307, 308)) {
            rows.add(redirect(
                    "own-moved-" + status, host("own-moved"), PUBLIC, "http://127.0.0.1:{trap}/admin", status));
        }
        rows.add(redirect("own-moved-on", host("own-moved"), PUBLIC, "http://elsewhere.example.org/", 302));
        return rows;
    }

    /** Those of the table of addresses that need receivers, where it is at hand. */
    public static List<LiveRow> ofTable(Path folder) {
        Path table = folder.resolve(TABLE);
        if (!Files.exists(table)) {
            return List.of();
        }
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.split("\t", -1))
                    .filter(cells -> KINDS.contains(cells[1]))
                    .map(LiveRow::row)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static LiveRow row(String[] cells) {
        String host = cells[3].split("/", -1)[2];
        int arrow = cells[3].indexOf(" -> ");
        if (arrow >= 0) {
            int status = Integer.parseInt(cells[7].substring(0, 3));
            return redirect(
                    cells[0],
                    host,
                    cells[4],
                    cells[3].substring(arrow + 4).replace("127.0.0.1:8081", "127.0.0.1:{trap}"),
                    status);
        }
        Zone zone = Zone.parse(cells[4]);
        boolean none = zone.turns().get(0).empty();
        return new LiveRow(cells[0], host, zone, "", 204, none ? Ends.NO_ADDRESS : Ends.BLOCKED);
    }

    private static LiveRow dns(String id, String dns) {
        return new LiveRow(id, host(id), Zone.parse(dns), "", 204, Ends.BLOCKED);
    }

    private static LiveRow redirect(String id, String host, String dns, String location, int status) {
        return new LiveRow(id, host, Zone.parse(dns), location, status, Ends.REDIRECTED);
    }

    private static String host(String id) {
        return id + ".example.org";
    }
}
