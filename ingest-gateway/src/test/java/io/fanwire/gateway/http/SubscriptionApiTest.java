package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionApiTest {
    private static final String ALL = "/v1/subscriptions";
    private static final String BODY =
            "{\"topic\":\"orders\",\"types\":[\"order.*\"],\"url\":\"https://hooks.customer.com/in\"}";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aNewSubscriptionShowsItsSecretOnce() {
        Reply made = gateway.request("POST", ALL, BODY);
        Reply read = gateway.request("GET", made.header("Location"), "");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).startsWith(ALL + "/sub_");
        assertThat(made.json().at("/signing/secret").asText())
                .startsWith("whsec_")
                .hasSize(6 + 44);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().toString()).doesNotContain("secret");
        assertThat(read.header("ETag")).isEqualTo(made.header("ETag")).isNotEmpty();
        assertThat(read.json())
                .hasToString("{\"id\":\"" + made.json().path("id").asText()
                        + "\",\"topic\":\"orders\",\"types\":[\"order.*\"],"
                        + "\"url\":\"https://hooks.customer.com/in\",\"method\":\"POST\",\"format\":\"json\",\"signing\":{\"style\":\"standard\"},"
                        + "\"retry\":{\"schedule\":[\"5s\",\"5m\",\"30m\",\"2h\",\"5h\",\"10h\",\"14h\",\"20h\",\"1d\"],"
                        + "\"maxAge\":\"76h\"},\"timeout\":\"15s\",\"maxInFlight\":32,\"ordering\":\"none\",\"verification\":\"none\",\"enabled\":true,"
                        + "\"createdAt\":\"2026-01-31T12:00:00Z\",\"updatedAt\":\"2026-01-31T12:00:00Z\"}");
    }

    @Test
    void aCallersOwnIdIsCreatedThenReplacedAndKeepsItsSecret() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        Reply made = gateway.request(
                "PUT",
                ALL + "/mine-1",
                "{\"url\":\"https://a.example.org\",\"signing\":{\"secret\":\"" + secret + "\"}}");
        Reply replaced = gateway.request("PUT", ALL + "/mine-1", BODY);
        Reply unsigned = gateway.request(
                "PUT", ALL + "/mine-1", "{\"url\":\"https://a.example.org\",\"signing\":{\"style\":\"none\"}}");
        Reply again = gateway.request("PUT", ALL + "/mine-1", BODY);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/signing/secret").asText()).isEqualTo(secret);
        assertThat(made.json().path("url").asText()).isEqualTo("https://a.example.org/");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().at("/signing/secret").isMissingNode()).isTrue();
        assertThat(unsigned.json().at("/signing/style").asText()).isEqualTo("none");
        assertThat(again.json().at("/signing/secret").asText())
                .startsWith("whsec_")
                .isNotEqualTo(secret);
    }

    @Test
    void aReplacementThatExpectsAnotherStateIsRefused() {
        gateway.request("PUT", ALL + "/a", BODY);

        assertThat(gateway.request("PUT", ALL + "/a", BODY, "If-Match", "\"stale\"")
                        .status())
                .isEqualTo(412);
        assertThat(gateway.request("PUT", ALL + "/b", BODY, "If-Match", "*").status())
                .isEqualTo(412);
    }

    @Test
    void aSecondDeleteIsTheSameAndAForeignOneIsNotFound() {
        gateway.request("PUT", ALL + "/a", BODY);

        assertThat(gateway.request("DELETE", ALL + "/a", "", "Fanwire-Tenant", "other")
                        .code())
                .isEqualTo("not_found");
        assertThat(gateway.request("GET", ALL + "/a", "", "Fanwire-Tenant", "other")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.request("DELETE", ALL + "/a", "").status()).isEqualTo(204);
        assertThat(gateway.request("DELETE", ALL + "/a", "").status()).isEqualTo(204);
        assertThat(gateway.request("GET", ALL + "/a", "").code()).isEqualTo("not_found");
        assertThat(gateway.request("DELETE", ALL + "/never", "").status()).isEqualTo(404);
    }

    @Test
    void listsAreReadPageByPageByTheirOwnTenantOnly() {
        gateway.request("PUT", ALL + "/a", BODY);
        gateway.request("PUT", ALL + "/b", BODY);
        gateway.request("PUT", ALL + "/c", BODY);

        JsonNode first = gateway.request("GET", ALL + "?limit=2", "").json();
        String next = first.path("next").asText();
        JsonNode second = gateway.request("GET", ALL + "?cursor=" + next, "").json();

        assertThat(first.at("/data/1/id").asText()).isEqualTo("b");
        assertThat(second.at("/data/0/id").asText()).isEqualTo("c");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(gateway.request("GET", ALL + "?cursor=" + next, "", "Fanwire-Tenant", "other")
                        .code())
                .isEqualTo("invalid_cursor");
        assertThat(gateway.request("GET", ALL + "?cursor=AAAA", "").code()).isEqualTo("invalid_cursor");
        assertThat(gateway.request("GET", ALL + "?limit=100000", "").code()).isEqualTo("invalid_limit");
        assertThat(gateway.request("PUT", ALL + "/d", BODY).code()).isEqualTo("quota_exceeded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'topic':5|invalid_topic|/topic",
                "'topic':'nosuch'|unknown_topic|",
                "'channels':[]|invalid_channels|/channels",
                "'channels':'eu'|invalid_channels|/channels",
                "'channels':['a b']|invalid_channels|/channels",
                "'types':[]|invalid_types|/types",
                "'types':'a'|invalid_types|/types",
                "'types':['order..x']|invalid_types|/types",
                "'types':['a'],'events':['b']|invalid_types|/events",
                "'events':[5]|invalid_types|/events",
                "'url':5|invalid_url|/url",
                "'url':null|invalid_url|/url",
                "'url':'http://127.0.0.1/'|url_not_allowed|/url",
                "'url':'https://u:p@hooks.customer.com/in'|url_not_allowed|/url",
                "'url':'https://169.254.169.254\\\\@x.org/'|url_not_allowed|/url",
                "'format':'yaml'|invalid_format|/format",
                "'signing':'standard'|invalid_signing|/signing",
                "'signing':{'style':'hieroglyphs'}|invalid_signing|/signing/style",
                "'signing':{'style':'none','secret':'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}|invalid_secret|/signing/secret",
                "'signing':{'style':'github','secret':'123456789012345678901é'}|weak_secret|/signing/secret",
                "'signing':{'style':'github','secret':'whsec_c2hvcnQ='}|weak_secret|/signing/secret",
                "'signing':{'style':'slack','secret':'a tab \\t is a control character'}|invalid_secret|/signing/secret",
                "'signing':{'secret':'whsec_c2hvcnQ='}|weak_secret|/signing/secret",
                "'signing':{'secret':'whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!'}|invalid_secret|/signing/secret",
                "'signing':{'secret':'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}|invalid_secret|/signing/secret",
                "'signing':{'headerPrefix':'ce-'}|reserved_header|/signing/headerPrefix",
                "'signing':{'headerPrefix':'x y'}|invalid_signing|/signing/headerPrefix",
                "'signing':{'style':'stripe','headerPrefix':'svix-'}|invalid_signing|/signing/headerPrefix",
                "'signing':{'header':'X-Sig'}|invalid_signing|/signing/header",
                "'signing':{'style':'elastic','header':'X Sig'}|invalid_signing|/signing/header",
                "'signing':{'style':'elastic','header':'fanwire-x'}|reserved_header|/signing/header",
                "'signing':{'style':'elastic','header':'Content-Type'}|reserved_header|/signing/header",
                "'signing':{'style':'github','hash':'sha512'}|invalid_signing|/signing/hash",
                "'signing':{'style':'elastic','hash':'md5'}|invalid_signing|/signing/hash",
                "'signing':{'style':'mandrill'}|invalid_format|/format",
                "'signing':{'style':'slack'},'headers':{'x-slack-signature':'v0=1'}|reserved_header|/headers/x-slack-signature",
                "'signing':{'style':'github'},'headers':{'X-GitHub-Delivery':'1'}|reserved_header|/headers/X-GitHub-Delivery",
                "'signing':{'headerPrefix':'svix'},'headers':{'Svix-Id':'1'}|reserved_header|/headers/Svix-Id",
                "'signing':{'style':'elastic','header':'X-Sig'},'headers':{'x-sig':'1'}|reserved_header|/headers/x-sig",
                "'signing':{'style':'shopify'},'metadata':{'shopDomain':'größe'}|invalid_metadata|/metadata/shopDomain",
                "'verification':'maybe'|invalid_verification|/verification",
                "'signing':{'sekret':'x'}|unknown_field|/signing/sekret",
                "'retry':{'maxAge':'0s'}|invalid_retry|/retry/maxAge",
                "'retry':{'schedule':['5s','-1s']}|invalid_retry|/retry/schedule",
                "'retry':{'schedule':['4s']}|invalid_retry|/retry/schedule",
                "'retry':{'schedule':['25h']}|invalid_retry|/retry/schedule",
                "'retry':{'schedule':'5s'}|invalid_retry|/retry/schedule",
                "'timeout':'0s'|invalid_timeout|/timeout",
                "'timeout':'1h'|invalid_timeout|/timeout",
                "'timeout':'PT0.0015S'|invalid_timeout|/timeout",
                "'timeout':15|invalid_timeout|/timeout",
                "'maxInFlight':0|invalid_max_in_flight|/maxInFlight",
                "'maxInFlight':1001|invalid_max_in_flight|/maxInFlight",
                "'maxInFlight':1.5|invalid_max_in_flight|/maxInFlight",
                "'metadata':{'a':1}|invalid_metadata|/metadata",
                "'filter':'event.data.n > '|invalid_filter|/filter",
                "'filter':'1'|invalid_filter|/filter",
                "'filter':5|invalid_filter|/filter",
                "'transform':'{text: 1}'|invalid_transform|/transform",
                "'transform':{}|invalid_transform|/transform",
                "'signing':{'style':'mandrill'},'format':'raw','transform':'event.data'|invalid_format|/format",
                "'rateLimit':5|invalid_rate|/rateLimit",
                "'rateLimit':{}|invalid_rate|/rateLimit/count",
                "'rateLimit':{'count':0,'per':'1s'}|invalid_rate|/rateLimit/count",
                "'rateLimit':{'count':5,'per':'99ms'}|invalid_rate|/rateLimit/per",
                "'rateLimit':{'count':5,'burst':1}|unknown_field|/rateLimit/burst",
                "'ordering':'fifo'|invalid_ordering|/ordering",
                "'enabled':'no'|invalid_enabled|/enabled",
                "'from':'earliest'|unsupported_field|/from",
                "'tenant':'other'|unknown_field|/tenant",
                "'format':'raw','format':'json'|duplicate_key|"
            })
    void whatIsWrongIsRefusedWithItsCodeAndItsPlace(String members, String code, String pointer) {
        String url = members.contains("'url'") ? "" : "\"url\":\"https://hooks.customer.com/in\",";
        Reply reply = gateway.request("POST", ALL, "{" + url + members.replace('\'', '"') + "}");

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(code.equals("unknown_topic") ? 404 : 422);
        if (pointer != null) {
            assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }

    @Test
    void whatAsksForNothingNewIsFine() {
        Reply reply = gateway.request(
                "POST",
                ALL,
                """
                {"url":"https://a.example.org/x?y=1","events":["a.*","a.*"],"method":"POST","ordering":"strict","from":"now",
                "verification":"none","enabled":true,"format":"raw","timeout":"PT5S","retry":{"schedule":[],"maxAge":"1h"},
                "metadata":{"b":"2","a":"1"},"description":"é"}""");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("types")).hasToString("[\"a.*\"]");
        assertThat(reply.json().path("retry")).hasToString("{\"schedule\":[],\"maxAge\":\"1h\"}");
        assertThat(reply.json().path("metadata")).hasToString("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(reply.json().path("timeout").asText()).isEqualTo("5s");
    }

    @Test
    void aPaceIsKeptAndShown() {
        Reply reply = gateway.request(
                "POST", ALL, """
                {"url":"https://a.example.org/x","rateLimit":{"count":50}}""");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("rateLimit")).hasToString("{\"count\":50,\"per\":\"1s\"}");
    }

    @Test
    void bodiesAndIdsHaveTheirRules() {
        String hundred = "\"5s\",".repeat(99) + "\"5s\"";

        assertThat(gateway.request("POST", ALL, "[]").code()).isEqualTo("invalid_body");
        assertThat(gateway.request("POST", ALL, "").code()).isEqualTo("empty_body");
        assertThat(gateway.request("POST", ALL, BODY, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(gateway.request("PUT", ALL + "/.x", BODY).code()).isEqualTo("invalid_id");
        assertThat(gateway.request("PUT", ALL + "/a%20b", BODY).code()).isEqualTo("invalid_id");
        assertThat(gateway.request("POST", ALL, BODY.replace("}", ",\"description\":\"" + "x".repeat(1025) + "\"}"))
                        .code())
                .isEqualTo("too_long");
        assertThat(gateway.request("POST", ALL, BODY.replace("}", ",\"retry\":{\"schedule\":[" + hundred + "]}}"))
                        .code())
                .isEqualTo("invalid_retry");
    }
}
