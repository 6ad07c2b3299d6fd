package io.fanwire.local.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of the registry's records.
 *
 * <p>Keys are written exactly as Confluent's registry writes them, field order included: compaction compares bytes.
 */
final class RegistryCodec {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RegistryCodec() {}

    static byte[] key(RegistryRecord record) {
        if (record instanceof RegistryRecord.Schema schema) {
            return schemaKey(schema.version().subject(), schema.version().version());
        } else if (record instanceof RegistryRecord.SchemaGone gone) {
            return schemaKey(gone.subject(), gone.version());
        } else if (record instanceof RegistryRecord.SubjectDeleted deleted) {
            return bytes(
                    keyOf("DELETE_SUBJECT").put("subject", deleted.subject()).put("magic", 0));
        } else if (record instanceof RegistryRecord.Level level) {
            return bytes(
                    keyOf("CONFIG").put("subject", level.subject().orElse(null)).put("magic", 0));
        } else if (record instanceof RegistryRecord.Mode mode) {
            return bytes(
                    keyOf("MODE").put("subject", mode.subject().orElse(null)).put("magic", 0));
        }
        return bytes(keyOf("NOOP").put("magic", 0));
    }

    /** The value; empty for a tombstone. */
    static Optional<byte[]> value(RegistryRecord record) {
        if (record instanceof RegistryRecord.Schema schema) {
            return Optional.of(bytes(schemaValue(schema.version())));
        } else if (record instanceof RegistryRecord.SubjectDeleted deleted) {
            return Optional.of(bytes(object().put("subject", deleted.subject()).put("version", deleted.upToVersion())));
        } else if (record instanceof RegistryRecord.Level level) {
            return level.level().map(name -> bytes(object().put("compatibilityLevel", name)));
        } else if (record instanceof RegistryRecord.Mode mode) {
            return mode.mode().map(name -> bytes(object().put("mode", name)));
        }
        return Optional.empty();
    }

    /** Reads a record; {@link IllegalArgumentException} says what is wrong with one that is not ours to read. */
    static RegistryRecord decode(byte[] keyBytes, Optional<byte[]> valueBytes) {
        JsonNode key = parse(keyBytes);
        Optional<JsonNode> value = valueBytes.map(RegistryCodec::parse).filter(JsonNode::isObject);
        Optional<String> subject =
                Optional.of(key.path("subject")).filter(JsonNode::isTextual).map(JsonNode::asText);
        String type = key.path("keytype").asText();
        return switch (type) {
            case "SCHEMA" ->
                value.<RegistryRecord>map(schema -> new RegistryRecord.Schema(version(schema)))
                        .orElseGet(() -> new RegistryRecord.SchemaGone(text(key, "subject"), positive(key, "version")));
            case "DELETE_SUBJECT" ->
                value.<RegistryRecord>map(deleted -> new RegistryRecord.SubjectDeleted(
                                text(deleted, "subject"), positive(deleted, "version")))
                        .orElseGet(RegistryRecord.Noop::new);
            case "CONFIG" -> new RegistryRecord.Level(subject, value.map(level -> text(level, "compatibilityLevel")));
            case "MODE" -> new RegistryRecord.Mode(subject, value.map(mode -> text(mode, "mode")));
            case "NOOP" -> new RegistryRecord.Noop();
            default -> throw new IllegalArgumentException("unknown keytype \"" + type + "\"");
        };
    }

    static List<SchemaReference> references(JsonNode owner) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode each : owner.path("references")) {
            references.add(new SchemaReference(text(each, "name"), text(each, "subject"), positive(each, "version")));
        }
        return references;
    }

    /** Adds the references, if any, as every answer and record shows them. */
    static ObjectNode withReferences(ObjectNode owner, List<SchemaReference> references) {
        if (!references.isEmpty()) {
            var array = owner.putArray("references");
            references.forEach(each -> array.addObject()
                    .put("name", each.name())
                    .put("subject", each.subject())
                    .put("version", each.version()));
        }
        return owner;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    static JsonNode parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    static JsonNode parseText(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] schemaKey(String subject, int version) {
        return bytes(
                keyOf("SCHEMA").put("subject", subject).put("version", version).put("magic", 1));
    }

    private static ObjectNode keyOf(String type) {
        return object().put("keytype", type);
    }

    private static ObjectNode schemaValue(SchemaVersion version) {
        ObjectNode value = object().put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return withReferences(value, version.content().references())
                .put("schema", version.content().schema())
                .put("deleted", version.deleted());
    }

    private static SchemaVersion version(JsonNode value) {
        String type = value.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new IllegalArgumentException("schema type " + type + ", but this registry knows AVRO alone");
        }
        return new SchemaVersion(
                text(value, "subject"),
                positive(value, "version"),
                positive(value, "id"),
                new SchemaContent(text(value, "schema"), references(value)),
                value.path("deleted").asBoolean());
    }

    private static String text(JsonNode owner, String field) {
        JsonNode value = owner.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" is not a string");
        }
        return value.asText();
    }

    private static int positive(JsonNode owner, String field) {
        JsonNode value = owner.path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
            throw new IllegalArgumentException("\"" + field + "\" is not a positive integer");
        }
        return value.asInt();
    }
}
