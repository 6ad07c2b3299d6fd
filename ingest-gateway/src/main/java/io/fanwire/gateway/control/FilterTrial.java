package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.expressions.Filter;
import io.fanwire.expressions.Transform;
import io.fanwire.gateway.http.Checked;
import java.time.Duration;
import java.util.Optional;

/**
 * What a filter, a transform or both are to be tried on: one event that the caller gives, or those that were published to a topic.
 *
 * @param event as it would be published
 * @param topic of the event, or where to look
 * @param last how far to look back
 */
record FilterTrial(
        Optional<Filter> filter,
        Optional<Transform> transform,
        Optional<JsonNode> event,
        Optional<String> topic,
        Optional<Duration> last) {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(400);
    private static final int MOST_NAME = 255;

    static Checked<FilterTrial> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        boolean given =
                fields.take("filter").isPresent() || fields.take("transform").isPresent();
        Optional<Filter> filter = ExpressionReader.filter(fields);
        Optional<Transform> transform = ExpressionReader.transform(fields);
        if (!given) {
            fields.error("filter", "invalid_filter", "There is no filter to try, and no transform.");
        }
        Optional<JsonNode> event = fields.take("event");
        Optional<String> topic = fields.text("topic", MOST_NAME, "invalid_topic");
        Optional<Duration> last = fields.duration("last", LEAST, MOST, "invalid_last");
        if (event.isPresent() == fields.take("last").isPresent()) {
            fields.error("event", "invalid_event", "A filter is tried on an event, or on a topic's last hours.");
        } else if (event.isEmpty() && topic.isEmpty()) {
            fields.error("topic", "invalid_topic", "There is no topic to look through.");
        }
        return fields.finish(new FilterTrial(filter, transform, event, topic, last));
    }
}
