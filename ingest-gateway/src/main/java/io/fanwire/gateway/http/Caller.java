package io.fanwire.gateway.http;

import io.fanwire.schemas.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, as its credential says.
 *
 * @param id names the credential in limits and logs; it is no secret
 * @param tenant the only tenant it acts for; empty: any, and its platform's
 */
public record Caller(String id, Optional<String> tenant, Set<Scope> scopes) {
    /** One that shows no credential, and is asked for none. */
    static final Caller NOBODY = new Caller("nobody", Optional.of(""), Set.of());

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** One that may do everything for everybody. */
    static Caller operator(String id) {
        return new Caller(id, Optional.empty(), EnumSet.allOf(Scope.class));
    }

    public boolean platform() {
        return tenant.isEmpty();
    }

    /** A tenant that the caller names, if it acts for it; whether there is another of that name is not to be learned here. */
    public Checked<String> actFor(String named) {
        return tenant.map(named::equals).orElse(true) ? Checked.ok(named) : Checked.refused(Problem.unknownTenant());
    }

    /** The tenant that a call acts for, given what it says in {@code Fanwire-Tenant}. */
    Checked<String> tenant(List<String> headers) {
        if (headers.size() > 1) {
            return Checked.refused(
                    Problem.of(400, "duplicate_header", "There is more than one Fanwire-Tenant header."));
        }
        if (headers.isEmpty()) {
            return Checked.ok(tenant.orElse(Event.DEFAULT_TENANT));
        }
        return Authentication.TENANT.matcher(headers.get(0)).matches()
                ? actFor(headers.get(0))
                : Checked.refused(Problem.of(
                        400,
                        "invalid_tenant",
                        "A tenant is 1 to 128 characters of printable ASCII without space, and not *."));
    }
}
