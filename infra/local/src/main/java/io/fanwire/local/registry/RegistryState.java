package io.fanwire.local.registry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything the registry's topic says, in memory. Owned by the registry thread. */
final class RegistryState {
    static final String DEFAULT_LEVEL = "BACKWARD";
    static final String DEFAULT_MODE = "READWRITE";
    static final String READONLY_OVERRIDE = "READONLY_OVERRIDE";

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<Integer, SchemaContent> contents = new HashMap<>();
    private final Map<SchemaContent, Integer> ids = new HashMap<>();
    private final Map<Optional<String>, String> levels = new HashMap<>();
    private final Map<Optional<String>, String> modes = new HashMap<>();
    private int highestId;

    void put(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), subject -> new TreeMap<>()).put(version.version(), version);
        contents.putIfAbsent(version.id(), version.content());
        ids.merge(version.content(), version.id(), Math::min);
        highestId = Math.max(highestId, version.id());
    }

    /** Drops a version; its id stays taken and goes on answering. */
    void forget(String subject, int version) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.getOrDefault(subject, new TreeMap<>());
        versions.remove(version);
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
    }

    void deleteUpTo(String subject, int version) {
        subjects.getOrDefault(subject, new TreeMap<>())
                .headMap(version, true)
                .replaceAll((number, each) -> each.asDeleted());
    }

    void setLevel(Optional<String> subject, Optional<String> level) {
        level.ifPresentOrElse(name -> levels.put(subject, name), () -> levels.remove(subject));
    }

    void setMode(Optional<String> subject, Optional<String> mode) {
        mode.ifPresentOrElse(name -> modes.put(subject, name), () -> modes.remove(subject));
    }

    List<String> subjects(boolean withDeleted) {
        return subjects.keySet().stream()
                .filter(subject -> !versions(subject, withDeleted).isEmpty())
                .toList();
    }

    /** The versions of a subject, oldest first; none when there is no such subject. */
    List<SchemaVersion> versions(String subject, boolean withDeleted) {
        return subjects.getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(version -> withDeleted || !version.deleted())
                .toList();
    }

    Optional<SchemaVersion> version(String subject, int version) {
        return Optional.ofNullable(
                subjects.getOrDefault(subject, new TreeMap<>()).get(version));
    }

    /** The newest version of a subject that counts. */
    Optional<SchemaVersion> latest(String subject, boolean withDeleted) {
        return versions(subject, withDeleted).stream().max(Comparator.comparingInt(SchemaVersion::version));
    }

    /** The number after the highest this subject ever had, deleted ones included. */
    int nextVersion(String subject) {
        return latest(subject, true).map(SchemaVersion::version).orElse(0) + 1;
    }

    Optional<SchemaContent> content(int id) {
        return Optional.ofNullable(contents.get(id));
    }

    /** The id of the same schema under any subject, else the next free one. */
    int idFor(SchemaContent content) {
        return Optional.ofNullable(ids.get(content)).orElse(highestId + 1);
    }

    int highestId() {
        return highestId;
    }

    List<SchemaVersion> versionsWithId(int id, boolean withDeleted) {
        return all().filter(version -> version.id() == id)
                .filter(version -> withDeleted || !version.deleted())
                .toList();
    }

    /** The live versions that refer to this one. */
    List<SchemaVersion> referrers(String subject, int version) {
        return all().filter(each -> !each.deleted())
                .filter(each -> each.content().references().stream()
                        .anyMatch(to -> to.subject().equals(subject) && to.version() == version))
                .toList();
    }

    Optional<String> level(Optional<String> subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    String effectiveLevel(Optional<String> subject) {
        return level(subject).or(() -> level(Optional.empty())).orElse(DEFAULT_LEVEL);
    }

    Optional<String> mode(Optional<String> subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    String effectiveMode(Optional<String> subject) {
        Optional<String> global = mode(Optional.empty());
        return global.filter(READONLY_OVERRIDE::equals)
                .or(() -> mode(subject))
                .or(() -> global)
                .orElse(DEFAULT_MODE);
    }

    private Stream<SchemaVersion> all() {
        return subjects.values().stream().flatMap(versions -> versions.values().stream());
    }
}
