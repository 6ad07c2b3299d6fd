package io.fanwire.expressions;

import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Event;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event as expressions see it, a map: its attributes, and {@code data} where that is JSON, read once, when it is first asked for,
 * however many expressions look at it. Owned by one thread.
 */
public final class EventView extends AbstractMap<String, Object> {
    private static final String DATA = "data";

    private static final long LEAST_OF_A_RUN = 100_000;

    /** A regular expression of some dozen steps may look at all of it. */
    private static final long FOR_EACH_BYTE = 30;

    private static final long DEAR_RUNS = 3;

    /** What each run has in any case, however many there were before: others do not pay for a dear one. */
    private static final long FLOOR = 10_000;

    private final Event event;
    private final long forARun;
    private final Map<String, Object> members = new HashMap<>();
    private long left;
    private boolean begun;
    private boolean read;

    /** Nothing of the event is looked at yet. */
    public EventView(Event event) {
        this.event = event;
        this.forARun = LEAST_OF_A_RUN + FOR_EACH_BYTE * event.data().size();
        this.left = DEAR_RUNS * forARun;
    }

    private Map<String, Object> attributes() {
        if (!begun) {
            begun = true;
            members.putAll(event.extensions());
            members.put("id", event.id());
            members.put("type", event.type());
            members.put("source", event.source());
            members.put("time", event.time().toString());
            members.put("topic", event.topic());
            members.put("tenant", event.tenant());
            put("key", event.key());
            put("subject", event.subject());
            put("contentType", event.contentType());
            members.put(Channels.EXTENSION, List.copyOf(new TreeSet<>(Channels.of(event.extensions()))));
            members.put("headers", event.headers());
            members.remove(DATA); // an extension of that name
        }
        return members;
    }

    /** What the next run may cost: all runs on an event share what a few dear ones may. */
    long allowance() {
        return Math.max(FLOOR, Math.min(forARun, left));
    }

    void spent(long cost) {
        left -= cost;
    }

    private void put(String name, Optional<String> value) {
        value.ifPresentOrElse(present -> members.put(name, present), () -> members.remove(name));
    }

    private Map<String, Object> whole() {
        Map<String, Object> all = attributes();
        if (!read) {
            read = true;
            JsonValues.of(event.contentType(), event.data()).ifPresent(data -> all.put(DATA, data));
        }
        return all;
    }

    private Map<String, Object> with(@Nullable Object member) {
        return DATA.equals(member) ? whole() : attributes();
    }

    @Override
    public @Nullable Object get(@Nullable Object member) {
        return with(member).get(member);
    }

    @Override
    public boolean containsKey(@Nullable Object member) {
        return with(member).containsKey(member);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return whole().entrySet();
    }
}
