package io.fanwire.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link ApiKey} and {@link TopicGrant} to and from their Avro classes; sets are written in order, so that equal ones are equal bytes. */
final class AccessMapping {
    private AccessMapping() {}

    static io.fanwire.avro.ApiKey toAvro(ApiKey key) {
        return new io.fanwire.avro.ApiKey(
                key.id(),
                key.tenant().orElse(null),
                ByteBuffer.wrap(key.hash().bytes()),
                sorted(key.scopes()),
                key.description().orElse(null),
                key.createdAt().toEpochMilli(),
                key.createdBy());
    }

    static ApiKey fromAvro(io.fanwire.avro.ApiKey avro) {
        return new ApiKey(
                avro.getId(),
                Optional.ofNullable(avro.getTenant()),
                Payload.copyOf(avro.getHash()),
                new HashSet<>(avro.getScopes()),
                Optional.ofNullable(avro.getDescription()),
                Instant.ofEpochMilli(avro.getCreatedAt()),
                avro.getCreatedBy());
    }

    static io.fanwire.avro.TopicGrant toAvro(TopicGrant grant) {
        return new io.fanwire.avro.TopicGrant(
                grant.topic(), grant.tenants().map(AccessMapping::sorted).orElse(null));
    }

    static TopicGrant fromAvro(io.fanwire.avro.TopicGrant avro) {
        return new TopicGrant(
                avro.getTopic(), Optional.ofNullable(avro.getTenants()).map(HashSet::new));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
