package io.fanwire.gateway.event;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a batch into items. An array is JSON as a whole or not at all; the lines of NDJSON stand for themselves, so a broken one is
 * an item that was refused.
 */
final class BatchReader {
    private BatchReader() {}

    static Checked<List<Checked<Envelope>>> array(byte[] body, int maxItems) {
        return EnvelopeReader.array(body, maxItems)
                .then(items -> notEmpty(items.stream().map(Checked::ok).toList()));
    }

    /** One JSON object a line; empty lines are nothing. */
    static Checked<List<Checked<Envelope>>> lines(byte[] body, int maxItems) {
        if (body.length == 0) {
            return Checked.refused(Problem.of(400, "empty_body", "The body is empty."));
        }
        List<Checked<Envelope>> items = new ArrayList<>();
        for (int start = 0; start < body.length; ) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            byte[] line = Arrays.copyOfRange(body, start, end);
            if (!blank(line)) {
                if (items.size() == maxItems) {
                    return Checked.refused(tooLarge(maxItems));
                }
                items.add(EnvelopeReader.one(line));
            }
            start = end + 1;
        }
        return notEmpty(items);
    }

    static Problem tooLarge(int maxItems) {
        return Problem.of(413, "batch_too_large", "A batch has at most " + maxItems + " items.");
    }

    private static Checked<List<Checked<Envelope>>> notEmpty(List<Checked<Envelope>> items) {
        return items.isEmpty()
                ? Checked.refused(Problem.field("", "empty_batch", "A batch has at least one item."))
                : Checked.ok(items);
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
