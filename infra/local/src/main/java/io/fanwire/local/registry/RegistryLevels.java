package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.fanwire.local.registry.RegistryRoutes.Call;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The calls about compatibility levels and modes, of all subjects or of one. Owned by the registry thread. */
final class RegistryLevels {
    private static final Set<String> MODES =
            Set.of(RegistryState.DEFAULT_MODE, "READONLY", RegistryState.READONLY_OVERRIDE);

    private final RegistryState state;
    private final Consumer<List<RegistryRecord>> log;

    RegistryLevels(RegistryState state, Consumer<List<RegistryRecord>> log) {
        this.state = state;
        this.log = log;
    }

    Answer level(Call call) {
        Optional<String> subject = call.optionalSubject();
        boolean inherited = subject.isEmpty() || call.flag("defaultToGlobal");
        return Checked.present(
                        inherited ? Optional.of(state.effectiveLevel(subject)) : state.level(subject), noLevel(call))
                .then(RegistryLevels::levelShown);
    }

    Answer setLevel(Call call) {
        Optional<CompatibilityLevel> level = Optional.of(
                        call.body().path("compatibility").asText(""))
                .map(text -> CompatibilityLevel.forName(text.toUpperCase(Locale.ROOT)));
        if (level.isEmpty() || !alone("compatibility", call)) {
            return Answer.error(
                    42203,
                    "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive,"
                            + " forward_transitive, and full_transitive, in \"compatibility\" and nothing beside it");
        }
        log.accept(List.of(new RegistryRecord.Level(call.optionalSubject(), Optional.of(level.get().name))));
        return Answer.ok(RegistryCodec.object().put("compatibility", level.get().name));
    }

    Answer deleteLevel(Call call) {
        Optional<String> subject = call.optionalSubject();
        Optional<String> before = subject.isEmpty() ? Optional.of(state.effectiveLevel(subject)) : state.level(subject);
        return Checked.present(before, noLevel(call)).then(level -> {
            log.accept(List.of(new RegistryRecord.Level(subject, Optional.empty())));
            return levelShown(level);
        });
    }

    Answer mode(Call call) {
        Optional<String> subject = call.optionalSubject();
        boolean inherited = subject.isEmpty() || call.flag("defaultToGlobal");
        return Checked.present(
                        inherited ? Optional.of(state.effectiveMode(subject)) : state.mode(subject), noMode(call))
                .then(RegistryLevels::modeShown);
    }

    Answer setMode(Call call) {
        String mode = call.body().path("mode").asText("").toUpperCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
            return Answer.error(
                    42204,
                    "Invalid mode. Valid values are READWRITE, READONLY, and READONLY_OVERRIDE in this registry");
        }
        log.accept(List.of(new RegistryRecord.Mode(call.optionalSubject(), Optional.of(mode))));
        return modeShown(mode);
    }

    Answer deleteMode(Call call) {
        Optional<String> subject = call.optionalSubject();
        Optional<String> before = subject.isEmpty() ? Optional.of(state.effectiveMode(subject)) : state.mode(subject);
        return Checked.present(before, noMode(call)).then(mode -> {
            log.accept(List.of(new RegistryRecord.Mode(subject, Optional.empty())));
            return modeShown(mode);
        });
    }

    /** Settings this registry does not have must not look as if they had been made. */
    private static boolean alone(String field, Call call) {
        for (Iterator<String> names = call.body().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(field) && !call.body().path(name).isNull()) {
                return false;
            }
        }
        return true;
    }

    private static Answer levelShown(String level) {
        ObjectNode body = RegistryCodec.object().put("compatibilityLevel", level);
        return Answer.ok(body);
    }

    private static Answer modeShown(String mode) {
        ObjectNode body = RegistryCodec.object().put("mode", mode);
        return Answer.ok(body);
    }

    private static Answer noLevel(Call call) {
        return Answer.error(
                40408,
                "Subject '" + call.optionalSubject().orElse("")
                        + "' does not have subject-level compatibility configured");
    }

    private static Answer noMode(Call call) {
        return Answer.error(
                40409,
                "Subject '" + call.optionalSubject().orElse("") + "' does not have subject-level mode configured");
    }
}
