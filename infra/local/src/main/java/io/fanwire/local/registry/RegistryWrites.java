package io.fanwire.local.registry;

import io.fanwire.local.registry.RegistryRoutes.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls that register and delete schemas. Owned by the registry thread. */
final class RegistryWrites {
    private final RegistryState state;
    private final AvroSchemas schemas;
    private final RegistryReads reads;
    private final Consumer<List<RegistryRecord>> log;

    /** @param log writes records as one, and returns when the state has them */
    RegistryWrites(RegistryState state, AvroSchemas schemas, RegistryReads reads, Consumer<List<RegistryRecord>> log) {
        this.state = state;
        this.schemas = schemas;
        this.reads = reads;
        this.log = log;
    }

    Answer register(Call call) {
        String subject = call.subject();
        if (subject.isBlank() || subject.chars().anyMatch(Character::isISOControl)) {
            return Answer.error(42208, "The specified subject '" + subject + "' is not a valid subject.");
        }
        if (call.body().path("id").asInt(-1) >= 0) {
            return Answer.notPermitted("Subject " + subject + " is not in import mode");
        }
        return writable(subject).orElseGet(() -> schemas.parse(call.body(), call.flag("normalize"))
                .then(candidate -> register(subject, candidate)));
    }

    Answer deleteSubject(Call call) {
        String subject = call.subject();
        List<SchemaVersion> live = state.versions(subject, false);
        if (live.isEmpty() && state.versions(subject, true).isEmpty()) {
            return Answer.noSubject(subject);
        }
        if (call.flag("permanent")) {
            return live.isEmpty()
                    ? noPermanentDelete()
                    : Answer.error(
                            40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
        }
        if (live.isEmpty()) {
            return Answer.error(
                    40404, "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
        }
        return writable(subject).or(() -> referenced(live)).orElseGet(() -> {
            List<RegistryRecord> records = new ArrayList<>();
            records.add(new RegistryRecord.SubjectDeleted(
                    subject, live.get(live.size() - 1).version()));
            state.level(Optional.of(subject))
                    .ifPresent(level -> records.add(new RegistryRecord.Level(Optional.of(subject), Optional.empty())));
            state.mode(Optional.of(subject))
                    .ifPresent(mode -> records.add(new RegistryRecord.Mode(Optional.of(subject), Optional.empty())));
            log.accept(records);
            return Answer.ok(live.stream().map(SchemaVersion::version).toList());
        });
    }

    Answer deleteVersion(Call call) {
        boolean number = call.version().flatMap(RegistryRoutes::positive).isPresent();
        return reads.version(call, number).then(version -> deleteVersion(version, call.flag("permanent")));
    }

    private Answer deleteVersion(SchemaVersion version, boolean permanent) {
        String named = "Subject '" + version.subject() + "' Version " + version.version();
        if (permanent) {
            return version.deleted()
                    ? noPermanentDelete()
                    : Answer.error(40407, named + " was not deleted first before being permanently deleted");
        }
        if (version.deleted()) {
            return Answer.error(40406, named + " was soft deleted. Set permanent=true to delete permanently");
        }
        return writable(version.subject())
                .or(() -> referenced(List.of(version)))
                .orElseGet(() -> {
                    log.accept(List.of(new RegistryRecord.Schema(version.asDeleted())));
                    return Answer.ok(version.version());
                });
    }

    private Answer register(String subject, AvroSchemas.Candidate candidate) {
        List<SchemaVersion> live = state.versions(subject, false);
        Optional<SchemaVersion> same = live.stream()
                .filter(version -> version.content().equals(candidate.content()))
                .findFirst();
        if (same.isPresent()) {
            return id(same.get().id());
        }
        List<String> reasons = schemas.incompatibilities(candidate, state.effectiveLevel(Optional.of(subject)), live);
        if (!reasons.isEmpty()) {
            return Answer.error(
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", details: " + reasons);
        }
        int id = state.idFor(candidate.content());
        log.accept(List.of(new RegistryRecord.Schema(
                new SchemaVersion(subject, state.nextVersion(subject), id, candidate.content(), false))));
        return id(id);
    }

    /** The refusal of a write to a subject that is read-only. */
    private Optional<Answer> writable(String subject) {
        return state.effectiveMode(Optional.of(subject)).startsWith("READONLY")
                ? Optional.of(Answer.notPermitted("Subject " + subject + " is in read-only mode"))
                : Optional.empty();
    }

    /** The refusal to delete what others refer to. */
    private Optional<Answer> referenced(List<SchemaVersion> versions) {
        return versions.stream()
                .filter(each -> !state.referrers(each.subject(), each.version()).isEmpty())
                .findFirst()
                .map(each -> Answer.error(
                        42206,
                        "One or more references exist to the schema {subject=" + each.subject() + ",version="
                                + each.version() + "}."));
    }

    /** After compaction the highest id could be given to another schema. */
    private static Answer noPermanentDelete() {
        return Answer.notPermitted("This registry deletes softly only: an id is never given twice");
    }

    private static Answer id(int id) {
        return Answer.ok(RegistryCodec.object().put("id", id));
    }
}
