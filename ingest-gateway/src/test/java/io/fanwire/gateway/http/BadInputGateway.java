package io.fanwire.gateway.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.fanwire.gateway.access.JwtCredentials;
import io.fanwire.gateway.access.JwtRules;
import io.fanwire.gateway.access.Rates;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.OpsServer;
import io.fanwire.runtime.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway for one row of bad input, with all that a row may speak of. */
final class BadInputGateway implements AutoCloseable {
    static final int RATE = 20;

    private static final String SUBSCRIPTION =
            "{\"topic\":\"orders\",\"types\":[\"order.*\"],\"url\":\"https://hooks.customer.com/in\"}";
    private static final String[] TENANT_SCOPES = {
        "events:write", "events:read", "subscriptions:*", "deliveries:read", "dlq:*"
    };
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration SHORT_FOR_MANY = Duration.ofSeconds(3);

    final TestGateway gateway;
    final Map<String, String> fixtures = new HashMap<>();
    private final JwtCredentials tokens;
    private final OpsServer ops;

    BadInputGateway(Path folder, BadInputRow row, RSAKey issuer) throws IOException, JOSEException {
        Path jwks = Files.writeString(folder.resolve("jwks.json"), new JWKSet(issuer).toString());
        JwtRules rules =
                new JwtRules("i", Set.of("fanwire"), Set.of("RS256"), Duration.ofSeconds(60), "tenant", "scope");
        tokens = new JwtCredentials(rules, jwks.toString(), () -> TestGateway.NOW);
        Rates rates = row.ordered("@rate") ? new Rates(RATE, 0, 0, 0) : Rates.UNLIMITED;
        gateway = new TestGateway(folder, limits(row), rates, List.of(tokens));
        fixtures.putAll(CredentialFixtures.of(gateway, issuer));
        gateway.request("PUT", "/v1/topics/orders", "{\"tenants\":[\"a\",\"c\"]}");
        fixtures.put("key", gateway.key("a", TENANT_SCOPES));
        fixtures.put("keyB", gateway.key("b", TENANT_SCOPES));
        fixtures.put("keyC", gateway.key("c", TENANT_SCOPES));
        String own = subscription("a");
        fixtures.put("sub", own);
        fixtures.put("subOfTenantB", subscription("b"));
        for (int i = 0; i < 10; i++) {
            gateway.letters.add("a", own, "exhausted");
        }
        if (row.ordered("@kafka-down")) {
            gateway.log = event -> CompletableFuture.completedStage(Checked.refused(Problem.unavailable("away")));
        }
        ops = OpsServer.start("127.0.0.1", 0, new Metrics(), new Running());
        fixtures.put("ops", "");
    }

    static RSAKey issuer() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID("k1").generate();
    }

    private static HttpLimits limits(BadInputRow row) {
        HttpLimits d = HttpLimits.DEFAULT;
        return row.ordered("@slowloris")
                ? d.within(SHORT_FOR_MANY, d.body(), d.answer())
                : row.ordered("@stall") ? d.within(d.header(), SHORT, d.answer()) : d;
    }

    private String subscription(String tenant) {
        String body = tenant.equals("b") ? SUBSCRIPTION.replace("\"topic\":\"orders\",", "") : SUBSCRIPTION;
        return gateway.request("POST", "/v1/subscriptions", body, "Fanwire-Tenant", tenant)
                .json()
                .path("id")
                .asText();
    }

    int port(BadInputRow row) {
        return row.path().startsWith("{{ops}}") ? ops.port() : gateway.port();
    }

    /** How many events and batches were refused with a code. */
    int rejected(String code) {
        Matcher count = Pattern.compile("fanwire_gateway_events_rejected_total\\{code=\"" + code + "\"} ([0-9]+)")
                .matcher(gateway.metrics.prometheusText());
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    /** Words that no answer and no line of the log may have. */
    List<String> secrets() {
        return fixtures.entrySet().stream()
                .filter(fixture -> fixture.getKey().matches(".*key.*|jwt.*"))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void close() {
        ops.close();
        gateway.close();
        tokens.close();
    }

    private static final class Running implements Service {
        @Override
        public void start() {}

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public void close() {}
    }
}
