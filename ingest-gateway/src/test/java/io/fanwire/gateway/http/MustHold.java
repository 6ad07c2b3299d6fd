package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.RawHttp.Reply;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What has to be true of single rows beside their answer, by the id of the row. */
final class MustHold {
    private static final Map<String, Consumer<Exchange>> CHECKS = Map.ofEntries(
            row("B001", MustHold::oneRecordToTheByte),
            row("B020", MustHold::theConnectionStillWorks),
            row("B028", exchange -> assertThat(exchange.connection().ends()).isTrue()),
            row("B031", exchange -> assertThat(exchange.connection().ends()).isTrue()),
            row("B050", exchange -> assertThat(exchange.last().header("Accept-Encoding"))
                    .isEqualTo("gzip")),
            row("B057", exchange -> assertThat(exchange.replies().get(0).status())
                    .isEqualTo(100)),
            row("B059", exchange -> assertThat(exchange.last().header("Allow")).isEqualTo("POST")),
            row("B061", MustHold::noTopicWasMade),
            row("B068", exchange -> assertThat(exchange.last().header("WWW-Authenticate"))
                    .isNotEmpty()),
            row("B084", exchange -> assertThat(exchange.last().json().path("id").asText())
                    .startsWith("evt_")),
            row("B108", MustHold::theSameAnswerTwice),
            row("B115", MustHold::eachItemForItself),
            row("B118", exchange -> assertThat(exchange.last().header("Retry-After"))
                    .isNotEmpty()),
            row("B119", MustHold::othersAreNotTouched),
            row("B123", MustHold::theSecretIsShownOnce),
            row("B141", exchange -> assertThat(
                            asRead(exchange, exchange.last().json().path("id").asText()))
                    .contains("Authorization")
                    .doesNotContain("Bearer x")),
            row("B167", MustHold::asIfItWereNotThere),
            row("B168", MustHold::asIfItWereNotThere),
            row("B169", MustHold::asIfItWereNotThere),
            row("B170", exchange -> assertThat(exchange.last().text()).doesNotContain("whsec_")),
            row("B178", exchange -> assertThat(asRead(exchange, exchange.fixture("sub")))
                    .contains("not_found")),
            row("B186", MustHold::asIfItWereNotThere),
            row("B187", MustHold::theSameAnswerTwice),
            row("B191", exchange -> assertThat(exchange.last().text().strip()).isEqualTo("ok")));

    private MustHold() {}

    private static Map.Entry<String, Consumer<Exchange>> row(String id, Consumer<Exchange> check) {
        return Map.entry(id, check);
    }

    /** A row that was run. */
    record Exchange(BadInputGateway on, BadInputRow row, RawHttp connection, List<Reply> replies) {
        Reply last() {
            return replies.get(replies.size() - 1);
        }

        TestGateway gateway() {
            return on.gateway;
        }

        String fixture(String name) {
            return on.fixtures.getOrDefault(name, "");
        }
    }

    static void check(Exchange exchange) {
        CHECKS.getOrDefault(exchange.row().id(), none -> {}).accept(exchange);
        if (exchange.row().mustHold().contains("connection ends")) {
            assertThat(exchange.connection().ends()).isTrue();
        }
        if (exchange.row().mustHold().contains("data to the byte")) {
            assertThat(new String(exchange.gateway().published.element().data().bytes(), UTF_8))
                    .isEqualTo(exchange.row().body().replaceAll("^.*\"data\":(.*)}$", "$1"));
        }
        if (exchange.row().mustHold().contains("a few errors")) {
            assertThat(exchange.last().json().path("errors").size()).isBetween(1, Problem.MOST_ERRORS);
        }
    }

    private static void oneRecordToTheByte(Exchange exchange) {
        assertThat(exchange.gateway().published).hasSize(1).allSatisfy(event -> {
            assertThat(event.id()).isEqualTo("b001");
            assertThat(new String(event.data().bytes(), UTF_8)).isEqualTo("{\"n\":1}");
        });
    }

    private static void theConnectionStillWorks(Exchange exchange) {
        Reply next = exchange.connection()
                .send("GET /v1/topics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + exchange.fixture("key")
                        + "\r\n\r\n")
                .read();
        assertThat(next.status()).isEqualTo(200);
    }

    private static void noTopicWasMade(Exchange exchange) {
        assertThat(exchange.gateway().request("GET", "/v1/topics", "").json().path("data"))
                .hasSize(1);
    }

    private static void theSameAnswerTwice(Exchange exchange) {
        assertThat(exchange.replies().get(0).json().path("id"))
                .isEqualTo(exchange.replies().get(1).json().path("id"));
    }

    private static void eachItemForItself(Exchange exchange) {
        JsonNode results = exchange.last().json().path("results");
        assertThat(results.at("/0/status").asInt()).isEqualTo(202);
        assertThat(results.at("/1/status").asInt()).isEqualTo(422);
    }

    private static void othersAreNotTouched(Exchange exchange) {
        assertThat(exchange.last().header("Retry-After")).isNotEmpty();
        assertThat(exchange.last().header("RateLimit")).isNotEmpty();
        assertThat(exchange.last().header("RateLimit-Policy")).isNotEmpty();
        assertThat(exchange.gateway()
                        .with(exchange.fixture("key"), "GET", "/v1/topics", "")
                        .status())
                .isEqualTo(200);
    }

    private static void theSecretIsShownOnce(Exchange exchange) {
        Reply made = exchange.last();
        assertThat(made.header("Location")).endsWith(made.json().path("id").asText());
        assertThat(made.header("ETag")).isNotEmpty();
        assertThat(made.json().at("/signing/secret").asText()).startsWith("whsec_");
        assertThat(asRead(exchange, made.json().path("id").asText())).doesNotContain("whsec_");
    }

    /** Whoever asks for what is somebody else's learns no more than by asking for what never was. */
    private static void asIfItWereNotThere(Exchange exchange) {
        BadInputRow row = exchange.row();
        String path = row.path().replace("{{subOfTenantB}}", "sub_nope");
        String body = row.body().replace("{{subOfTenantB}}", "sub_nope");
        TestGateway.Reply missing =
                exchange.gateway().with(exchange.fixture("key"), row.method(), path, body.equals("-") ? "" : body);
        assertThat(without(exchange.last().json())).isEqualTo(without(missing.json()));
        assertThat(exchange.gateway()
                        .request(
                                "GET",
                                "/v1/subscriptions/" + exchange.fixture("subOfTenantB"),
                                "",
                                "Fanwire-Tenant",
                                "b")
                        .json()
                        .path("url")
                        .asText())
                .isEqualTo("https://hooks.customer.com/in");
    }

    private static JsonNode without(JsonNode problem) {
        return ((ObjectNode) problem).without("requestId");
    }

    private static String asRead(Exchange exchange, String subscription) {
        return new String(
                exchange.gateway()
                        .with(exchange.fixture("key"), "GET", "/v1/subscriptions/" + subscription, "")
                        .response()
                        .body(),
                UTF_8);
    }
}
