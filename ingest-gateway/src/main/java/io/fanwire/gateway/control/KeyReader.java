package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Bodies that ask for a key. */
final class KeyReader {
    private static final int MOST_DESCRIPTION = 1024;
    private static final int MOST_TENANT = 128;

    private KeyReader() {}

    /**
     * What is asked for.
     *
     * @param tenant as the body names it
     */
    record Wish(Optional<String> tenant, Set<Scope> scopes, Optional<String> description) {
        Wish {
            scopes = Set.copyOf(scopes);
        }
    }

    static Checked<Wish> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        Optional<String> tenant = fields.text("tenant", MOST_TENANT, "invalid_tenant");
        if (tenant.isPresent() && !Authentication.TENANT.matcher(tenant.get()).matches()) {
            fields.error("tenant", "invalid_tenant", "Allowed: 1 to 128 printable ASCII characters, no space, not *.");
        }
        Set<Scope> scopes = scopes(fields);
        Optional<String> description = fields.text("description", MOST_DESCRIPTION, "invalid_description");
        return fields.finish(new Wish(tenant, scopes, description));
    }

    private static Set<Scope> scopes(FieldReader fields) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Optional<JsonNode> given = fields.take("scopes");
        if (given.isEmpty() || !given.get().isArray() || given.get().isEmpty()) {
            fields.error("scopes", "invalid_scopes", "This must be a list of at least one of " + known() + ".");
            return scopes;
        }
        int at = 0;
        for (JsonNode word : given.get()) {
            Optional<Scope> scope = Optional.ofNullable(word.textValue()).flatMap(Scope::of);
            if (scope.isEmpty()) {
                fields.error("scopes", "invalid_scopes", "At " + at + " is none of " + known() + ".");
                return scopes;
            }
            scopes.add(scope.get());
            at++;
        }
        return scopes;
    }

    private static String known() {
        return Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(", "));
    }
}
