package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.access.PortalTokens;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/tenants/{tenant}/portal-link}: a token for a tenant's own people. */
public final class PortalRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PortalRoutes.class);
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(1);

    private final PortalTokens tokens;
    private final InstantSource clock;
    private final int bodyLimit;

    public PortalRoutes(PortalTokens tokens, InstantSource clock, int bodyLimit) {
        this.tokens = tokens;
        this.clock = clock;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String link = "/v1/tenants/" + Route.variable("tenant") + "/portal-link";
        return List.of(new Route(HttpMethod.POST, link, Needs.scope(Scope.ADMIN), bodyLimit, this::make));
    }

    private CompletionStage<Answer> make(Call call) {
        return CompletableFuture.completedStage(tenant(call)
                .then(tenant -> lasting(call).then(lasting -> token(call, tenant, lasting)))
                .fold(answer -> answer, Answer::of));
    }

    private static Checked<String> tenant(Call call) {
        String tenant = call.variable("tenant");
        return Authentication.TENANT.matcher(tenant).matches()
                        && call.namedTenant().map(tenant::equals).orElse(true)
                ? Checked.ok(tenant)
                : Checked.refused(Problem.unknownTenant());
    }

    private static Checked<Duration> lasting(Call call) {
        return call.body().size() == 0 ? Checked.ok(MOST) : call.jsonBody().then(PortalRoutes::lasting);
    }

    private static Checked<Duration> lasting(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        Duration lasting =
                fields.duration("expiresIn", LEAST, MOST, "invalid_expires_in").orElse(MOST);
        return fields.finish(lasting);
    }

    private Checked<Answer> token(Call call, String tenant, Duration lasting) {
        Set<Scope> scopes = PortalTokens.within(call.caller());
        if (scopes.isEmpty()) {
            return Checked.refused(Problem.scope(
                    "A portal cannot have scopes that its maker has not.",
                    Scope.SUBSCRIPTIONS.word() + " " + Scope.DELIVERIES_READ.word()));
        }
        Instant until = clock.instant().plus(lasting).truncatedTo(ChronoUnit.SECONDS);
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("until", until)
                .addKeyValue("by", call.caller().id())
                .log("a portal token was made");
        return Checked.ok(Answer.json(
                201,
                JsonText.object()
                        .put("token", tokens.make(tenant, scopes, until))
                        .put("expiresAt", until.toString())));
    }
}
