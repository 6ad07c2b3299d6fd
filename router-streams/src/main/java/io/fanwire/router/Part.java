package io.fanwire.router;

import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of an event's fan-out that is written in one transaction: all of it, where it is not wide. Of a wide one those subscriptions
 * come first whose order matters, so that no later event overtakes it there, and then so many of the others, by id, as their deliveries
 * have room for; the others are left for another transaction, that writes them whatever has become of the index meanwhile. So no event
 * keeps others waiting for long, and none needs more time than a transaction has.
 *
 * @param now who gets it now
 * @param rest what is left; empty when nothing is
 */
record Part(Collection<CompiledSubscription> now, Optional<Rest> rest) {
    private static final int MOST = 1_000;
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** For the headers that say what is left, but for the ids of those who have it out of their turn. */
    private static final int ROOM = 4 * 1024;

    /**
     * The next one.
     *
     * @param index position that it has
     * @param matches {@link #left} by the part before
     * @param before what was left by the part before; empty: it is the first
     * @param dataBytes of the event's data, which each delivery has in one form or another
     * @param recordBytes of the event's record
     */
    static Part of(
            Collection<CompiledSubscription> matches,
            EventPlace place,
            long index,
            Optional<Rest> before,
            int dataBytes,
            int recordBytes) {
        int most = Math.max(1, Math.min(MOST, MOST_BYTES / Math.max(1, dataBytes)));
        boolean deliverable = dataBytes <= Topics.MAX_DELIVERY_BYTES;
        if (before.isEmpty() && (matches.size() <= most || !deliverable)) {
            return new Part(matches, Optional.empty());
        }
        Set<String> done = before.map(Rest::done).orElseGet(() -> ordered(matches));
        int room = Topics.MAX_RECORD_BYTES - recordBytes - ROOM;
        if (before.isEmpty() && done.stream().mapToInt(id -> id.length() + 1).sum() > room) {
            return new Part(matches, Optional.empty());
        }
        List<CompiledSubscription> left = matches.stream()
                .filter(match -> !done.contains(match.key().id()))
                .sorted(Comparator.comparing(match -> match.key().id()))
                .toList();
        List<CompiledSubscription> now = new ArrayList<>(left.subList(0, Math.min(most, left.size())));
        Optional<Rest> rest = left.size() <= most
                ? Optional.empty()
                : Optional.of(new Rest(place, index, now.get(most - 1).key().id(), done));
        if (before.isEmpty()) {
            matches.stream().filter(match -> done.contains(match.key().id())).forEach(now::add);
        }
        return new Part(now, rest);
    }

    /** Those who do not have it from a part before. */
    static Collection<CompiledSubscription> left(Collection<CompiledSubscription> matches, Optional<Rest> before) {
        return before.<Collection<CompiledSubscription>>map(rest -> matches.stream()
                        .filter(match -> !rest.has(match.key().id()))
                        .toList())
                .orElse(matches);
    }

    private static Set<String> ordered(Collection<CompiledSubscription> matches) {
        Set<String> ids = new HashSet<>();
        matches.stream()
                .filter(match -> match.ordering() != Subscription.Ordering.NONE)
                .forEach(match -> ids.add(match.key().id()));
        return ids;
    }
}
