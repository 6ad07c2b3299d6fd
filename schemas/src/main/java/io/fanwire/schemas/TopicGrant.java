package io.fanwire.schemas;

import java.util.Optional;
import java.util.Set;

/**
 * Which tenants may use an event topic.
 *
 * @param topic name without the installation's prefix
 * @param tenants empty: every tenant, also those that come later
 */
public record TopicGrant(String topic, Optional<Set<String>> tenants) {
    public TopicGrant {
        tenants = tenants.map(Set::copyOf);
    }

    public static TopicGrant toAll(String topic) {
        return new TopicGrant(topic, Optional.empty());
    }

    public boolean includes(String tenant) {
        return tenants.map(named -> named.contains(tenant)).orElse(true);
    }
}
