package io.fanwire.local.registry;

import java.util.Optional;

/** A record of the registry's topic. */
sealed interface RegistryRecord {
    void applyTo(RegistryState state);

    record Schema(SchemaVersion version) implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {
            state.put(version);
        }
    }

    /** The tombstone of a version: never written here, but another registry may have. */
    record SchemaGone(String subject, int version) implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {
            state.forget(subject, version);
        }
    }

    record SubjectDeleted(String subject, int upToVersion) implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {
            state.deleteUpTo(subject, upToVersion);
        }
    }

    /** A compatibility level, of one subject or of all; empty: taken back. */
    record Level(Optional<String> subject, Optional<String> level) implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {
            state.setLevel(subject, level);
        }
    }

    /** A mode, of one subject or of all; empty: taken back. */
    record Mode(Optional<String> subject, Optional<String> mode) implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {
            state.setMode(subject, mode);
        }
    }

    record Noop() implements RegistryRecord {
        @Override
        public void applyTo(RegistryState state) {}
    }
}
