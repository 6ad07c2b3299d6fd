package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.access.KeyText;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.gateway.http.Sha256;
import io.fanwire.schemas.ApiKey;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Payload;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/keys}: made, listed without their secrets, deleted. Nobody hands on more than it has. */
public final class KeyRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRoutes.class);

    private final KeyStore store;
    private final int most;
    private final InstantSource clock;
    private final NewIds ids;
    private final Paging paging;
    private final int bodyLimit;

    /**
     * {@code cursorKey} is the same for all gateways of an installation.
     *
     * @param most keys of one tenant, and of the platform
     */
    public KeyRoutes(KeyStore store, int most, InstantSource clock, byte[] cursorKey, int bodyLimit) {
        this.store = store;
        this.most = most;
        this.clock = clock;
        this.ids = new NewIds(clock);
        this.paging = new Paging(new Cursors(cursorKey));
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String all = "/v1/keys";
        String one = all + "/" + Route.variable("id");
        Needs admin = Needs.scope(Scope.ADMIN);
        return List.of(
                new Route(HttpMethod.GET, all, admin, 0, call -> done(list(call))),
                new Route(HttpMethod.POST, all, admin, bodyLimit, this::create),
                new Route(HttpMethod.DELETE, one, admin, 0, this::delete));
    }

    private CompletionStage<Answer> create(Call call) {
        return call.jsonBody()
                .then(KeyReader::read)
                .then(wish -> allowed(call, wish))
                .fold(wish -> add(call, wish), problem -> done(Answer.of(problem)));
    }

    /** A tenant's key makes keys of its tenant only. */
    private static Checked<KeyReader.Wish> allowed(Call call, KeyReader.Wish wish) {
        if (!call.caller().scopes().containsAll(wish.scopes())) {
            String words = wish.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(" "));
            return Checked.refused(Problem.scope("A key cannot have scopes that its maker has not.", words));
        }
        Optional<String> tenant = wish.tenant().or(call::namedTenant);
        Checked<Optional<String>> fine =
                tenant.map(name -> call.caller().actFor(name).map(Optional::of)).orElseGet(() -> Checked.ok(tenant));
        return fine.map(name -> new KeyReader.Wish(name, wish.scopes(), wish.description()));
    }

    private CompletionStage<Answer> add(Call call, KeyReader.Wish wish) {
        String id = ids.of(call, Ids.key(), known -> store.find(known).isPresent());
        String shown = KeyText.make(id);
        ApiKey key = new ApiKey(
                id,
                wish.tenant(),
                Payload.of(Sha256.of(shown)),
                wish.scopes().stream().map(Scope::word).collect(Collectors.toSet()),
                wish.description(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                call.caller().id());
        return store.add(key, most).thenApply(problem -> problem.map(Answer::of).orElseGet(() -> {
            tell(call, key, "a key was made");
            return Answer.json(201, json(key).put("key", shown)).with("Location", "/v1/keys/" + id);
        }));
    }

    private Answer list(Call call) {
        return paging.read(call)
                .fold(
                        page -> paging.answer(
                                call,
                                store.page(call.namedTenant(), page.after(), page.limit() + 1),
                                page.limit(),
                                KeyRoutes::json,
                                ApiKey::id),
                        Answer::of);
    }

    private CompletionStage<Answer> delete(Call call) {
        String id = call.variable("id");
        Optional<ApiKey> found = store.find(id).filter(key -> sees(call, key.tenant()));
        if (found.isEmpty()) {
            boolean again = store.deleted(id)
                    .filter(deleted -> sees(call, deleted.tenant()))
                    .isPresent();
            return done(again ? Answer.empty(204) : Answer.of(Problem.notFound()));
        }
        return store.delete(found.get())
                .thenApply(problem -> problem.map(Answer::of).orElseGet(() -> {
                    tell(call, found.get(), "a key was deleted");
                    return Answer.empty(204);
                }));
    }

    private static boolean sees(Call call, Optional<String> owner) {
        return call.namedTenant().isEmpty() || call.namedTenant().equals(owner);
    }

    private static void tell(Call call, ApiKey key, String what) {
        LOG.atInfo()
                .addKeyValue("key", key.id())
                .addKeyValue("tenant", key.tenant().orElse("(platform)"))
                .addKeyValue("scopes", key.scopes())
                .addKeyValue("by", call.caller().id())
                .log(what);
    }

    private static ObjectNode json(ApiKey key) {
        ObjectNode json = JsonText.object().put("id", key.id());
        key.tenant().ifPresent(tenant -> json.put("tenant", tenant));
        ArrayNode scopes = json.putArray("scopes");
        key.scopes().stream().sorted().forEach(scopes::add);
        key.description().ifPresent(text -> json.put("description", text));
        return json.put("createdAt", key.createdAt().toString()).put("createdBy", key.createdBy());
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
