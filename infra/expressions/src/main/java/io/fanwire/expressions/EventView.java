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

    private final Event event;
    private final Map<String, Object> members = new HashMap<>();
    private boolean read;

    /** Nothing of the data is read yet. */
    public EventView(Event event) {
        this.event = event;
        event.extensions().forEach(members::put);
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
        members.remove(DATA);
    }

    private void put(String name, Optional<String> value) {
        value.ifPresentOrElse(present -> members.put(name, present), () -> members.remove(name));
    }

    private Map<String, Object> whole() {
        if (!read) {
            read = true;
            JsonValues.of(event.contentType(), event.data()).ifPresent(data -> members.put(DATA, data));
        }
        return members;
    }

    private Map<String, Object> with(@Nullable Object member) {
        return DATA.equals(member) ? whole() : members;
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
