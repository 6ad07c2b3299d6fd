package io.fanwire.router;

import static io.fanwire.schemas.FanoutHeaders.PREFIX;
import static io.fanwire.schemas.FanoutHeaders.TOPIC;
import static io.fanwire.schemas.FanoutHeaders.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What is left of an event's fan-out, as the headers that its record in the topic of such events has beside its own.
 *
 * @param place of the event, by which its deliveries are known
 * @param index position that it had for the part before: an older one may lack somebody
 * @param after subscriptions with ids up to this one have it
 * @param done have it too
 */
record Rest(EventPlace place, long index, String after, Set<String> done) {
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TIME = PREFIX + "time";
    private static final String INDEX = PREFIX + "index";
    private static final String AFTER = PREFIX + "after";
    private static final String DONE = PREFIX + "done";

    /** No id holds it. */
    private static final String BETWEEN = " ";

    boolean has(String subscriptionId) {
        return subscriptionId.compareTo(after) <= 0 || done.contains(subscriptionId);
    }

    /** Those of the event, and these. */
    Headers beside(Headers ofEvent) {
        Headers all = new RecordHeaders();
        for (Header header : ofEvent) {
            if (!header.key().startsWith(PREFIX)) {
                all.add(header);
            }
        }
        put(all, TOPIC, place.topic());
        put(all, PARTITION, Integer.toString(place.partition()));
        put(all, OFFSET, Long.toString(place.offset()));
        put(all, TIME, Long.toString(place.time()));
        put(all, INDEX, Long.toString(index));
        put(all, AFTER, after);
        put(all, DONE, String.join(BETWEEN, done));
        return all;
    }

    /** Empty where somebody else wrote the record. */
    static Optional<Rest> read(Headers headers) {
        Optional<String> topic = text(headers, TOPIC);
        Optional<String> after = text(headers, AFTER);
        if (topic.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        try {
            EventPlace place = new EventPlace(
                    topic.get(),
                    Integer.parseInt(text(headers, PARTITION).orElse("")),
                    Long.parseLong(text(headers, OFFSET).orElse("")),
                    Long.parseLong(text(headers, TIME).orElse("")));
            long index = Long.parseLong(text(headers, INDEX).orElse(""));
            Set<String> done = text(headers, DONE)
                    .filter(ids -> !ids.isEmpty())
                    .map(ids -> Set.of(ids.split(BETWEEN, -1)))
                    .orElse(Set.of());
            return Optional.of(new Rest(place, index, after.get(), done));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
