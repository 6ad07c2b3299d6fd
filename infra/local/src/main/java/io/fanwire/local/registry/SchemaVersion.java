package io.fanwire.local.registry;

/** A schema as one version of a subject, perhaps softly deleted. */
record SchemaVersion(String subject, int version, int id, SchemaContent content, boolean deleted) {
    SchemaVersion asDeleted() {
        return new SchemaVersion(subject, version, id, content, true);
    }
}
