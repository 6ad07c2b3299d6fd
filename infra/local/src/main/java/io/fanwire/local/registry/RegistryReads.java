package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.registry.RegistryRoutes.Call;
import java.util.List;
import java.util.Optional;

/** The calls that look at schemas, subjects and versions. Owned by the registry thread. */
final class RegistryReads {
    private final RegistryState state;
    private final AvroSchemas schemas;

    RegistryReads(RegistryState state, AvroSchemas schemas) {
        this.state = state;
        this.schemas = schemas;
    }

    Answer types(Call call) {
        return Answer.ok(List.of("AVRO"));
    }

    Answer schema(Call call) {
        return content(call).then(content -> {
            ObjectNode body = RegistryCodec.object().put("schema", content.schema());
            RegistryCodec.withReferences(body, content.references());
            return Answer.ok(call.flag("fetchMaxId") ? body.put("maxId", state.highestId()) : body);
        });
    }

    Answer rawSchema(Call call) {
        return content(call).then(content -> Answer.ok(RegistryCodec.parseText(content.schema())));
    }

    Answer subjectsOfSchema(Call call) {
        return content(call)
                .then(content -> Answer.ok(uses(call).stream()
                        .map(SchemaVersion::subject)
                        .distinct()
                        .toList()));
    }

    Answer versionsOfSchema(Call call) {
        return content(call).then(content -> {
            ArrayNode array = RegistryCodec.JSON.createArrayNode();
            uses(call)
                    .forEach(use ->
                            array.addObject().put("subject", use.subject()).put("version", use.version()));
            return Answer.ok(array);
        });
    }

    Answer subjects(Call call) {
        String prefix = call.query("subjectPrefix").orElse("");
        return Answer.ok(state.subjects(call.flag("deleted")).stream()
                .filter(subject -> subject.startsWith(prefix))
                .toList());
    }

    Answer versions(Call call) {
        List<SchemaVersion> versions = state.versions(call.subject(), call.flag("deleted"));
        return versions.isEmpty()
                ? Answer.noSubject(call.subject())
                : Answer.ok(versions.stream().map(SchemaVersion::version).toList());
    }

    Answer version(Call call) {
        return version(call, call.flag("deleted")).then(version -> Answer.ok(shown(version)));
    }

    Answer rawVersion(Call call) {
        return version(call, call.flag("deleted"))
                .then(version ->
                        Answer.ok(RegistryCodec.parseText(version.content().schema())));
    }

    Answer referencedBy(Call call) {
        return version(call, true)
                .then(version -> Answer.ok(state.referrers(version.subject(), version.version()).stream()
                        .map(SchemaVersion::id)
                        .toList()));
    }

    /** Whether a subject has this schema, and as which version. */
    Answer lookup(Call call) {
        List<SchemaVersion> versions = state.versions(call.subject(), call.flag("deleted"));
        if (versions.isEmpty()) {
            return Answer.noSubject(call.subject());
        }
        return schemas.parse(call.body(), call.flag("normalize")).then(candidate -> versions.stream()
                .filter(version -> version.content().equals(candidate.content()))
                .reduce((older, newer) -> newer)
                .map(version -> Answer.ok(shown(version)))
                .orElseGet(Answer::noSchema));
    }

    /** Whether a schema could follow all versions of a subject, or the one that the path names. */
    Answer compatibility(Call call) {
        if (call.version().isEmpty()) {
            return compatibility(call, state.versions(call.subject(), false));
        }
        return version(call, false).then(version -> compatibility(call, List.of(version)));
    }

    /** The version that the path names, as a number or "latest". */
    Checked<SchemaVersion> version(Call call, boolean withDeleted) {
        if (state.versions(call.subject(), withDeleted).isEmpty()) {
            return new Checked.Refused<>(Answer.noSubject(call.subject()));
        }
        String text = call.version().orElse("latest");
        Optional<Integer> number = RegistryRoutes.positive(text);
        if (number.isEmpty() && !text.equals("latest") && !text.equals("-1")) {
            return new Checked.Refused<>(Answer.error(
                    42202,
                    "The specified version '" + text + "' is not a valid version id. Allowed values are between [1,"
                            + " 2^31-1] and the string \"latest\""));
        }
        Optional<SchemaVersion> found = number.map(wanted -> state.version(call.subject(), wanted))
                .orElseGet(() -> state.latest(call.subject(), withDeleted))
                .filter(version -> withDeleted || !version.deleted());
        return Checked.present(found, Answer.noVersion(text));
    }

    private Answer compatibility(Call call, List<SchemaVersion> versions) {
        String level = state.effectiveLevel(Optional.of(call.subject()));
        return schemas.parse(call.body(), call.flag("normalize")).then(candidate -> {
            List<String> messages = schemas.incompatibilities(candidate, level, versions);
            ObjectNode body = RegistryCodec.object().put("is_compatible", messages.isEmpty());
            if (call.flag("verbose")) {
                messages.forEach(body.putArray("messages")::add);
            }
            return Answer.ok(body);
        });
    }

    private Checked<SchemaContent> content(Call call) {
        Optional<SchemaContent> content =
                RegistryRoutes.positive(call.parameter(0)).flatMap(state::content);
        return Checked.present(content, Answer.noSchema());
    }

    private List<SchemaVersion> uses(Call call) {
        return RegistryRoutes.positive(call.parameter(0))
                .map(id -> state.versionsWithId(id, call.flag("deleted")))
                .orElse(List.of());
    }

    private static ObjectNode shown(SchemaVersion version) {
        ObjectNode body = RegistryCodec.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return RegistryCodec.withReferences(body, version.content().references())
                .put("schema", version.content().schema());
    }
}
