package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import java.util.Optional;

/** {@code userId} in a body, which is another word for the header {@code Fanwire-Tenant}. */
final class TenantAlias {
    private static final String MEMBER = "userId";

    private TenantAlias() {}

    /** Takes it out of the body and answers whom the call acts for. */
    static Checked<String> take(Call call, ObjectNode body) {
        Optional<JsonNode> given = Optional.ofNullable(body.remove(MEMBER));
        if (given.isEmpty()) {
            return Checked.ok(call.tenant());
        }
        if (!given.get().isTextual()) {
            return refused("This is the tenant's name, a string.");
        }
        String tenant = given.get().textValue();
        boolean contradicts = call.header("fanwire-tenant")
                .filter(header -> !header.equals(tenant))
                .isPresent();
        return contradicts ? refused("The header Fanwire-Tenant names another tenant.") : call.actingFor(tenant);
    }

    private static Checked<String> refused(String detail) {
        return Checked.refused(Problem.field("/" + MEMBER, "invalid_tenant", detail));
    }
}
