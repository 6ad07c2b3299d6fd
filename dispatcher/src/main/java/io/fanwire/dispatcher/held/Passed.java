package io.fanwire.dispatcher.held;

import io.fanwire.schemas.Delivery;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Held deliveries that were read but not asked for yet; the oldest go when they take too much. Owned by the worker thread. */
final class Passed {
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Map<Place, Body> bodies = new LinkedHashMap<>();
    private long bytes;

    private record Place(int partition, long offset) {}

    private record Body(Delivery delivery, int size) {}

    void put(int partition, long offset, Delivery delivery, int size) {
        take(partition, offset);
        bodies.put(new Place(partition, offset), new Body(delivery, size));
        bytes += size;
        Iterator<Body> oldest = bodies.values().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }

    Optional<Delivery> take(int partition, long offset) {
        Optional<Body> body = Optional.ofNullable(bodies.remove(new Place(partition, offset)));
        body.ifPresent(there -> bytes -= there.size());
        return body.map(Body::delivery);
    }

    void forget(int partition) {
        bodies.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().partition() == partition;
            bytes -= gone ? entry.getValue().size() : 0;
            return gone;
        });
    }
}
