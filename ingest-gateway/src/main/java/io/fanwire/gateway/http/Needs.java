package io.fanwire.gateway.http;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a caller needs to call an operation.
 *
 * @param anyOf one of these scopes; empty: it is for everybody
 * @param platform whether it is for credentials only that act for no tenant in particular
 */
public record Needs(Set<Scope> anyOf, boolean platform) {
    /** For everybody, without a credential: of no path below {@code /v1/}. */
    public static final Needs NOTHING = new Needs(Set.of(), false);

    public Needs {
        anyOf = Set.copyOf(anyOf);
    }

    public static Needs scope(Scope scope, Scope... others) {
        return new Needs(EnumSet.of(scope, others), false);
    }

    public static Needs platform(Scope scope) {
        return new Needs(Set.of(scope), true);
    }

    /** Whether it is for everybody. */
    public boolean nothing() {
        return anyOf.isEmpty();
    }

    Checked<Caller> check(Caller caller) {
        if (Collections.disjoint(anyOf, caller.scopes())) {
            return Checked.refused(Problem.scope("This needs a key with " + words(" or ") + ".", words(" ")));
        }
        return platform && !caller.platform()
                ? Checked.refused(Problem.scope("This needs a platform key with " + words(" or ") + ".", words(" ")))
                : Checked.ok(caller);
    }

    private String words(String between) {
        return anyOf.stream().map(Scope::word).sorted().collect(Collectors.joining(between));
    }
}
