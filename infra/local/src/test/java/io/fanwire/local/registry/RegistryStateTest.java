package io.fanwire.local.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the records of the topic add up to. */
class RegistryStateTest {
    private static final SchemaContent STRING = new SchemaContent("\"string\"", List.of());
    private static final SchemaContent INT = new SchemaContent("\"int\"", List.of());
    private static final SchemaContent LONG = new SchemaContent("\"long\"", List.of());

    private final RegistryState state = new RegistryState();

    @Test
    void theSameSchemaHasOneIdUnderEverySubjectAndAnotherTheNextOne() {
        state.put(new SchemaVersion("a", 1, 1, STRING, false));
        state.put(new SchemaVersion("b", 1, 1, STRING, false));
        state.put(new SchemaVersion("a", 2, 2, INT, false));

        assertThat(state.idFor(STRING)).isEqualTo(1);
        assertThat(state.idFor(INT)).isEqualTo(2);
        assertThat(state.idFor(LONG)).isEqualTo(3);
        assertThat(state.versionsWithId(1, false))
                .extracting(SchemaVersion::subject)
                .containsExactly("a", "b");
    }

    @Test
    void idsStartAtOneAndReferencesMakeAnotherSchema() {
        assertThat(state.idFor(STRING)).isEqualTo(1);

        state.put(new SchemaVersion("a", 1, 1, STRING, false));

        assertThat(state.idFor(new SchemaContent("\"string\"", List.of(new SchemaReference("n", "a", 1)))))
                .isEqualTo(2);
    }

    @Test
    void aDeletedSubjectKeepsItsNumbersAndIds() {
        state.put(new SchemaVersion("a", 1, 1, STRING, false));
        state.put(new SchemaVersion("a", 2, 2, INT, false));
        state.deleteUpTo("a", 2);

        assertThat(state.subjects(false)).isEmpty();
        assertThat(state.subjects(true)).containsExactly("a");
        assertThat(state.nextVersion("a")).isEqualTo(3);
        assertThat(state.idFor(STRING)).isEqualTo(1);
        assertThat(state.content(2)).contains(INT);
        assertThat(state.latest("a", false)).isEmpty();
    }

    @Test
    void aVersionAfterTheDeletionLives() {
        state.put(new SchemaVersion("a", 1, 1, STRING, false));
        state.deleteUpTo("a", 1);
        state.put(new SchemaVersion("a", 2, 1, STRING, false));

        assertThat(state.versions("a", false))
                .extracting(SchemaVersion::version)
                .containsExactly(2);
        assertThat(state.versions("a", true)).hasSize(2);
    }

    @Test
    void aTombstoneOfAnotherRegistryTakesTheVersionButNotTheId() {
        state.put(new SchemaVersion("a", 1, 1, STRING, true));
        state.forget("a", 1);
        state.forget("unknown", 1);

        assertThat(state.subjects(true)).isEmpty();
        assertThat(state.idFor(INT)).isEqualTo(2);
    }

    @Test
    void aSubjectsLevelAndModeGoBeforeTheGlobalOnes() {
        Optional<String> a = Optional.of("a");
        assertThat(state.effectiveLevel(a)).isEqualTo("BACKWARD");
        assertThat(state.effectiveMode(a)).isEqualTo("READWRITE");

        state.setLevel(Optional.empty(), Optional.of("FULL"));
        state.setLevel(a, Optional.of("NONE"));
        state.setMode(Optional.empty(), Optional.of("READONLY"));
        state.setMode(a, Optional.of("READWRITE"));
        assertThat(state.effectiveLevel(a)).isEqualTo("NONE");
        assertThat(state.effectiveLevel(Optional.of("b"))).isEqualTo("FULL");
        assertThat(state.effectiveMode(a)).isEqualTo("READWRITE");

        state.setLevel(a, Optional.empty());
        state.setMode(Optional.empty(), Optional.of("READONLY_OVERRIDE"));
        assertThat(state.effectiveLevel(a)).isEqualTo("FULL");
        assertThat(state.effectiveMode(a)).isEqualTo("READONLY_OVERRIDE");
    }

    @Test
    void onlyLiveVersionsRefer() {
        SchemaContent referring = new SchemaContent("{}", List.of(new SchemaReference("n", "a", 1)));
        state.put(new SchemaVersion("a", 1, 1, STRING, false));
        state.put(new SchemaVersion("b", 1, 2, referring, false));
        assertThat(state.referrers("a", 1)).extracting(SchemaVersion::subject).containsExactly("b");

        state.deleteUpTo("b", 1);
        assertThat(state.referrers("a", 1)).isEmpty();
    }
}
