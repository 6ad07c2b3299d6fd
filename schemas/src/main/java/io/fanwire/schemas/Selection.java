package io.fanwire.schemas;

import java.util.List;
import java.util.Optional;

/**
 * Which events a subscription wants: those that fit all of it.
 *
 * @param topic the one topic it reads; empty: every topic of the tenant
 * @param types exact types or patterns of {@link TypePattern}; empty: every type
 * @param channels an event has at least one of them; empty: whatever channels it has, or none
 * @param filter a condition over the event, in CEL; empty: any event meets it
 */
public record Selection(Optional<String> topic, List<String> types, List<String> channels, Optional<String> filter) {
    public Selection {
        types = List.copyOf(types);
        channels = List.copyOf(channels);
    }

    /** Characters of the filter; 0 where there is none. */
    public int filterLength() {
        return filter.map(String::length).orElse(0);
    }

    /** By topic and type alone. */
    public static Selection of(Optional<String> topic, List<String> types) {
        return new Selection(topic, types, List.of(), Optional.empty());
    }
}
