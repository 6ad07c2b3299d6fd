package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.schemas.JobRequest.Selector;
import io.fanwire.schemas.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads which dead letters are meant, from a query or a body. */
final class RedriveReader {
    private static final int MOST_ID = 128;
    private static final int MOST_REASON = 64;
    private static final List<String> MEMBERS = List.of("subscription", "reason", "since", "until");

    private RedriveReader() {}

    /**
     * What a redrive is asked to do.
     *
     * @param dryRun count only
     */
    record Wish(Selector selector, Optional<Subscription.RateLimit> rateLimit, boolean dryRun) {}

    static Checked<Selector> query(Call call) {
        ObjectNode given = JsonText.object();
        for (String name : MEMBERS) {
            call.parameter(name).ifPresent(value -> given.set(name, TextNode.valueOf(value)));
        }
        FieldReader fields = new FieldReader(given, "");
        return fields.finish(selector(fields));
    }

    /** An empty selector is refused: everything is asked for in so many words, with {@code since}. */
    static Checked<Wish> body(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        Selector selector = selector(fields);
        if (selector.isEmpty() && fields.fine()) {
            fields.error("", "selector_required", "Say which: subscription, reason, since or until.");
        }
        Optional<Subscription.RateLimit> rate =
                fields.inner("rateLimit", "invalid_rate").flatMap(SubscriptionReader::rateLimit);
        boolean dryRun = fields.flag("dryRun", "invalid_dry_run").orElse(false);
        return fields.finish(new Wish(selector, rate, dryRun));
    }

    private static Selector selector(FieldReader fields) {
        Optional<Instant> since = fields.time("since", "invalid_time");
        Optional<Instant> until = fields.time("until", "invalid_time");
        if (since.isPresent() && until.filter(end -> !end.isAfter(since.get())).isPresent()) {
            fields.error("until", "invalid_range", "This must be after since.");
        }
        return new Selector(
                fields.text("subscription", MOST_ID, "invalid_subscription"),
                fields.text("reason", MOST_REASON, "invalid_reason"),
                since,
                until,
                Optional.empty());
    }
}
