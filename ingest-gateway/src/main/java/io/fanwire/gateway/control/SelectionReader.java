package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.expressions.Filter;
import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.TypePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and checks which events a subscription shall get. */
final class SelectionReader {
    private static final int MOST_TYPES = 100;

    private SelectionReader() {}

    static Selection read(FieldReader fields) {
        return new Selection(
                topic(fields),
                types(fields),
                channels(fields),
                ExpressionReader.filter(fields).map(Filter::text));
    }

    private static Optional<String> topic(FieldReader fields) {
        Optional<String> topic = fields.text("topic", Integer.MAX_VALUE, "invalid_topic");
        if (topic.filter(name -> !Topics.EVENT_TOPIC_NAME.matcher(name).matches())
                .isPresent()) {
            fields.error("topic", "invalid_topic", "This is not the name of a topic.");
        }
        return topic;
    }

    /** {@code events} is another word for {@code types}; an empty list would mean nothing to one reader and everything to another. */
    private static List<String> types(FieldReader fields) {
        Optional<JsonNode> types = fields.take("types");
        Optional<JsonNode> events = fields.take("events");
        if (types.isPresent() && events.isPresent()) {
            fields.error("events", "invalid_types", "Give types or events, not both.");
        }
        String name = types.isPresent() ? "types" : "events";
        Optional<JsonNode> given = types.or(() -> events);
        if (given.isEmpty()) {
            return List.of();
        }
        JsonNode list = given.get();
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_TYPES) {
            fields.error(
                    name,
                    "invalid_types",
                    "This must be a list of 1 to " + MOST_TYPES + " types or patterns; leave it out for every type.");
            return List.of();
        }
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pattern = list.get(i).isTextual() ? list.get(i).textValue() : "";
            if (!TypePattern.isValid(pattern)) {
                fields.error(name, "invalid_types", "Item " + i + " is not a type or a pattern such as order.*.");
            } else if (!patterns.contains(pattern)) {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private static List<String> channels(FieldReader fields) {
        Optional<JsonNode> given = fields.take("channels");
        if (given.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        given.get().forEach(item -> names.add(item.isTextual() ? item.textValue() : ""));
        if (!given.get().isArray()
                || names.isEmpty()
                || names.size() > Channels.MOST_OF_SUBSCRIPTION
                || !names.stream().allMatch(Channels::valid)) {
            fields.error(
                    "channels",
                    "invalid_channels",
                    "This must be a list of 1 to " + Channels.MOST_OF_SUBSCRIPTION + " channels, " + Channels.ALLOWED
                            + "; leave it out for events of any channel or none.");
            return List.of();
        }
        return names.stream().distinct().toList();
    }
}
