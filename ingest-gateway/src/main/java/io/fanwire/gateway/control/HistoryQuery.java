package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fanwire.gateway.control.EventHistory.Query;
import io.fanwire.gateway.control.EventHistory.Wanted;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.TypePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads which events a query means. */
final class HistoryQuery {
    private static final int MOST_TYPE = 255;

    /** An id is looked for this far back, unless the query or the id itself says otherwise. */
    private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);

    /** An id that the gateway made was made just before its event was published, by the same clock. */
    private static final Duration BEFORE = Duration.ofSeconds(2);

    private static final Duration AFTER = Duration.ofSeconds(60);

    private HistoryQuery() {}

    static Checked<Query> events(Call call) {
        FieldReader fields = fields(call, "from", "to", "type");
        Optional<Instant> from = fields.time("from", "invalid_time");
        Optional<Instant> to = fields.time("to", "invalid_time");
        if (from.isPresent() && to.filter(end -> !end.isAfter(from.get())).isPresent()) {
            fields.error("to", "invalid_range", "This must be after from.");
        }
        Optional<String> type = fields.text("type", MOST_TYPE, "invalid_type");
        if (type.filter(pattern -> !TypePattern.isValid(pattern)).isPresent()) {
            fields.error("type", "invalid_type", "This must be a type or a pattern such as order.*.");
        }
        return fields.finish(new Query(call.tenant(), from, to, type));
    }

    static Checked<Wanted> event(Call call, String id, Instant now) {
        FieldReader fields = fields(call, "since");
        Optional<Instant> since = fields.time("since", "invalid_time");
        Optional<Instant> made = Ids.timeOfEvent(id);
        boolean told = since.isEmpty() && made.isPresent();
        return fields.finish(new Wanted(
                call.tenant(),
                id,
                since.or(() -> made.map(time -> time.minus(BEFORE))).orElseGet(() -> now.minus(DEFAULT_WINDOW)),
                told ? made.map(time -> time.plus(AFTER)) : Optional.empty()));
    }

    private static FieldReader fields(Call call, String... names) {
        ObjectNode given = JsonText.object();
        for (String name : List.of(names)) {
            call.parameter(name).ifPresent(value -> given.set(name, TextNode.valueOf(value)));
        }
        return new FieldReader(given, "");
    }
}
