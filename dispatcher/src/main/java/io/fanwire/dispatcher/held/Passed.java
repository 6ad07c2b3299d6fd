package io.fanwire.dispatcher.held;

import io.fanwire.dispatcher.consume.HeldReading;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Held deliveries that were read but not asked for yet; the oldest go when they take too much. Owned by the worker thread. */
final class Passed {
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Map<Place, Sized> bodies = new LinkedHashMap<>();
    private long bytes;

    private record Place(int partition, long offset) {}

    private record Sized(HeldReading.Body body, int size) {}

    void put(int partition, long offset, HeldReading.Body body, int size) {
        take(partition, offset);
        bodies.put(new Place(partition, offset), new Sized(body, size));
        bytes += size;
        Iterator<Sized> oldest = bodies.values().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }

    Optional<HeldReading.Body> take(int partition, long offset) {
        Optional<Sized> body = Optional.ofNullable(bodies.remove(new Place(partition, offset)));
        body.ifPresent(there -> bytes -= there.size());
        return body.map(Sized::body);
    }

    void forget(int partition) {
        bodies.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().partition() == partition;
            bytes -= gone ? entry.getValue().size() : 0;
            return gone;
        });
    }
}
