package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.SsrfRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The guard against a table of hostile and harmless addresses, where that is at hand. */
class SsrfTableTest {
    /** Every row of the table whose verdict needs no live receiver; a row of kind redirect passes up to its connection. */
    @Test
    void theTableOfAddressesIsJudgedAsItSays() {
        List<Row> rows = SsrfRows.all();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows) {
            String came = judged(row);
            String wanted = row.live() || row.allowed()
                    ? "ALLOW"
                    : row.id().equals("S161") || row.dns().startsWith("seq:") ? "BLOCK later" : "BLOCK";
            if (!came.equals(wanted)) {
                wrong.add(row.id() + " " + row.url() + ": " + came);
            }
        }

        System.out.println(
                "ssrf-urls.tsv: " + (rows.size() - wrong.size()) + " of " + rows.size() + " rows as they say");
        assertThat(wrong).isEmpty();
    }

    private static String judged(Row row) {
        EgressGuard guard = new EgressGuard(row.rules());
        int[] asked = {0};
        Names names = row.dns().equals("-")
                ? name -> {
                    throw new AssertionError(name + " was looked up");
                }
                : name -> CompletableFuture.completedStage(row.answer(asked[0]++));
        String typed =
                row.kind().equals("redirect") ? row.url().substring(0, row.url().indexOf(" -> ")) : row.url();
        return guard.parse(typed)
                .fold(
                        url -> {
                            if (guard.check(url, names)
                                    .toCompletableFuture()
                                    .join()
                                    .isPresent()) {
                                return "BLOCK";
                            }
                            Resolution resolution = guard.resolve(url, names)
                                    .toCompletableFuture()
                                    .join();
                            return resolution instanceof Resolution.Vetted ? "ALLOW" : "BLOCK later";
                        },
                        refused -> "BLOCK");
    }
}
