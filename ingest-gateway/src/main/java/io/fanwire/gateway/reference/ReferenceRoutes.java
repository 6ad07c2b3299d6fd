package io.fanwire.gateway.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.schemas.Payload;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code /openapi.yaml}, {@code /openapi.json} and {@code /docs}: no key is asked for. All of it is in memory, and the page needs nothing
 * from anywhere else, nor may it load anything.
 */
public final class ReferenceRoutes {
    private static final String OURS = "/io/fanwire/gateway/";
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Of the class path, so the same for every gateway of a process. */
    private static final class Description {
        static final Payload YAML = resource(OURS + "openapi.yaml");
        static final Payload JSON = asJson(YAML);
    }

    private final Answer yaml;
    private final Answer json;
    private final Answer page;
    private final Map<String, Answer> files;

    public ReferenceRoutes() {
        yaml = file(Description.YAML, "application/yaml");
        json = file(Description.JSON, "application/json");
        page = file(resource(OURS + "docs/index.html"), "text/html; charset=utf-8");
        files = Map.of(
                "start.js", file(resource(OURS + "docs/start.js"), SCRIPT),
                "swagger-ui-bundle.js", file(resource(SWAGGER_UI + "swagger-ui-bundle.js"), SCRIPT),
                "swagger-ui.css", file(resource(SWAGGER_UI + "swagger-ui.css"), "text/css; charset=utf-8"),
                "favicon-32x32.png", file(resource(SWAGGER_UI + "favicon-32x32.png"), "image/png"));
    }

    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/openapi\\.yaml", Needs.NOTHING, 0, call -> done(yaml)),
                new Route(HttpMethod.GET, "/openapi\\.json", Needs.NOTHING, 0, call -> done(json)),
                new Route(HttpMethod.GET, "/docs", Needs.NOTHING, 0, call -> done(page)),
                new Route(HttpMethod.GET, "/docs/" + Route.variable("file"), Needs.NOTHING, 0, this::asset));
    }

    private CompletionStage<Answer> asset(Call call) {
        return done(
                Optional.ofNullable(files.get(call.variable("file"))).orElseGet(() -> Answer.of(Problem.notFound())));
    }

    private static Answer file(Payload bytes, String mediaType) {
        return Answer.content(mediaType, bytes)
                .with("Content-Security-Policy", CONTENT_SECURITY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache");
    }

    private static Payload asJson(Payload description) {
        try {
            return Payload.of(new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(description.bytes())));
        } catch (IOException broken) {
            throw new UncheckedIOException("openapi.yaml is not YAML", broken);
        }
    }

    private static Payload resource(String path) {
        try (InputStream in = ReferenceRoutes.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return Payload.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path, unreadable);
        }
    }

    private static CompletionStage<Answer> done(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
