package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/** Schemas parsed, made canonical and compared by the client's own classes. Owned by the registry thread. */
final class AvroSchemas {
    private final RegistryState state;

    AvroSchemas(RegistryState state) {
        this.state = state;
    }

    /** A schema as a request carries it. */
    record Candidate(AvroSchema parsed, SchemaContent content) {}

    Checked<Candidate> parse(JsonNode body, boolean normalize) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            return new Checked.Refused<>(Answer.invalidSchema("type " + type + " is not supported, only AVRO"));
        }
        String text = body.path("schema").asText("");
        if (text.isBlank()) {
            return new Checked.Refused<>(Answer.error(42201, "Empty schema"));
        }
        try {
            SchemaContent given = new SchemaContent(text, RegistryCodec.references(body));
            AvroSchema parsed = parsed(given, true);
            AvroSchema wanted = normalize ? parsed.normalize() : parsed;
            SchemaContent canonical = new SchemaContent(wanted.canonicalString(), given.references());
            return new Checked.Passed<>(new Candidate(wanted, canonical));
        } catch (AvroRuntimeException | IllegalArgumentException | IllegalStateException e) {
            return new Checked.Refused<>(Answer.invalidSchema(String.valueOf(e.getMessage())));
        }
    }

    /** What makes the candidate incompatible with the versions before it; nothing if it is compatible. */
    List<String> incompatibilities(Candidate candidate, String level, List<SchemaVersion> oldestFirst) {
        if (oldestFirst.isEmpty()) {
            return List.of();
        }
        List<ParsedSchemaHolder> before = new ArrayList<>();
        for (SchemaVersion version : oldestFirst) {
            ParsedSchema parsed = parsed(version.content(), false);
            before.add(new SimpleParsedSchemaHolder(parsed));
        }
        List<String> messages = candidate.parsed().isCompatible(CompatibilityLevel.forName(level), before);
        if (messages.isEmpty()) {
            return List.of();
        }
        List<String> explained = new ArrayList<>(messages);
        explained.add("{compatibility: '" + level + "'}");
        return List.copyOf(explained);
    }

    private AvroSchema parsed(SchemaContent content, boolean isNew) {
        List<io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference> references =
                content.references().stream()
                        .map(each -> new io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference(
                                each.name(), each.subject(), each.version()))
                        .toList();
        Map<String, String> resolved = new LinkedHashMap<>();
        resolve(content, resolved);
        AvroSchema schema = new AvroSchema(content.schema(), references, resolved, null, isNew);
        schema.validate();
        return schema;
    }

    /** What a schema refers to, what that refers to before it: the order in which a parser must see them. */
    private void resolve(SchemaContent content, Map<String, String> resolved) {
        for (SchemaReference each : content.references()) {
            if (!resolved.containsKey(each.name())) {
                Optional<SchemaVersion> version = state.version(each.subject(), each.version());
                SchemaContent found = version.map(SchemaVersion::content)
                        .orElseThrow(() -> new IllegalArgumentException("no schema reference found for subject \""
                                + each.subject() + "\" and version " + each.version()));
                resolve(found, resolved);
                resolved.put(each.name(), found.schema());
            }
        }
    }
}
