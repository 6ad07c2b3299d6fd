package io.fanwire.schemas;

import java.util.List;
import java.util.Optional;

/**
 * Which events a subscription wants: those that fit all of it.
 *
 * @param topic the one topic it reads; empty: every topic of the tenant
 * @param types exact types or patterns of {@link TypePattern}; empty: every type
 * @param channels an event has at least one of them; empty: whatever channels it has, or none
 */
public record Selection(Optional<String> topic, List<String> types, List<String> channels) {
    public Selection {
        types = List.copyOf(types);
        channels = List.copyOf(channels);
    }

    /** By topic and type alone. */
    public static Selection of(Optional<String> topic, List<String> types) {
        return new Selection(topic, types, List.of());
    }
}
