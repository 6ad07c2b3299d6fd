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
import org.junit.jupiter.params.provider.ValueSource;

/** {@code headers} and {@code auth} of a subscription. */
class AccessApiTest {
    private static final String ONE = "/v1/subscriptions/one";

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

    private Reply put(String members) {
        return gateway.request(
                "PUT", ONE, "{\"url\":\"https://hooks.customer.com/in\"," + members.replace('\'', '"') + "}");
    }

    private JsonNode read() {
        return gateway.request("GET", ONE, "").json();
    }

    @Test
    void secretHeadersAreStarsAndOthersAreShown() {
        Reply made = put("'headers':{'X-Env':'prod','Authorization':'hush','x-trace-TOKEN':'hush',"
                + "'X-Plan':{'value':'hush','secret':true},'X-Keyboard':{'value':'qwerty','secret':false}}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().toString()).doesNotContain("hush");
        assertThat(read().path("headers"))
                .hasToString(
                        "{\"Authorization\":\"***\",\"X-Env\":\"prod\",\"X-Keyboard\":\"qwerty\",\"X-Plan\":\"***\","
                                + "\"x-trace-TOKEN\":\"***\"}");
    }

    @Test
    void whatWasReadCanBeWrittenBackAndASecretStaysOne() {
        put("'headers':{'X-Env':'prod','X-Plan':{'value':'hush','secret':true}}");

        assertThat(put("'headers':" + read().path("headers")).status()).isEqualTo(200);
        assertThat(put("'headers':{'X-Plan':'hush too'}")
                        .json()
                        .at("/headers/X-Plan")
                        .asText())
                .as("nobody said that it is none any more")
                .isEqualTo("***");
        assertThat(put("'headers':{'X-Plan':{'value':'gold','secret':false}}")
                        .json()
                        .at("/headers/X-Plan")
                        .asText())
                .isEqualTo("gold");
        assertThat(put("'enabled':true").json().has("headers")).isFalse();
    }

    @Test
    void starsKeepOnlyWhatIsThere() {
        Reply nothing = put("'headers':{'X-Token':'***'}");
        put("'headers':{'X-Env':'prod'}");
        Reply plain = put("'headers':{'X-Env':'***'}");

        assertThat(nothing.code()).isEqualTo("secret_missing");
        assertThat(nothing.json().at("/errors/0/pointer").asText()).isEqualTo("/headers/X-Token");
        assertThat(plain.code()).isEqualTo("secret_missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "CONNECTION",
                "webhook-id",
                "Webhook-Anything",
                "fanwire-attempt",
                "ce-id",
                "__fanwire.x",
                "Expect",
                "Upgrade",
                "Content-Encoding"
            })
    void theplatformsHeadersAreItsOwn(String name) {
        Reply reply = put("'headers':{'" + name + "':'x'}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("reserved_header");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/headers/" + name);
        assertThat(put("'auth':{'type':'apiKey','header':'" + name + "','value':'x'}")
                        .code())
                .isEqualTo("reserved_header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'headers':[]|invalid_header|/headers",
                "'headers':{'a b':'c'}|invalid_header|/headers/a b",
                "'headers':{'':'c'}|invalid_header|/headers",
                "'headers':{'a':5}|invalid_header|/headers/a",
                "'headers':{'a':null}|invalid_header|/headers/a",
                "'headers':{'a':'b\\r\\nc: d'}|invalid_header|/headers/a",
                "'headers':{'a':' b'}|invalid_header|/headers/a",
                "'headers':{'a':'ö'}|invalid_header|/headers/a",
                "'headers':{'a':'b','A':'c'}|invalid_header|/headers/A",
                "'headers':{'a':{}}|invalid_header|/headers/a/value",
                "'headers':{'a':{'value':'b','sekret':true}}|unknown_field|/headers/a/sekret",
                "'headers':{'Cookie':{'value':'b','secret':false}}|invalid_header|/headers/Cookie/secret",
                "'auth':'basic'|invalid_auth|/auth",
                "'auth':{}|invalid_auth|/auth/type",
                "'auth':{'type':'magic'}|invalid_auth|/auth/type",
                "'auth':{'type':'basic','username':'a:b','password':'c'}|invalid_auth|/auth/username",
                "'auth':{'type':'basic','password':'c'}|invalid_auth|/auth/username",
                "'auth':{'type':'basic','username':'a'}|invalid_auth|/auth/password",
                "'auth':{'type':'basic','username':'a','password':'c\\n'}|invalid_auth|/auth/password",
                "'auth':{'type':'basic','username':'a','password':'***'}|secret_missing|/auth/password",
                "'auth':{'type':'basic','username':'a','password':'b','value':'c'}|unknown_field|/auth/value",
                "'auth':{'type':'apiKey','header':'a b','value':'c'}|invalid_auth|/auth/header",
                "'auth':{'type':'apiKey','header':'a','value':'ö'}|invalid_auth|/auth/value",
                "'auth':{'type':'oauth2','tokenUrl':'http://127.0.0.1/','clientId':'a','clientSecret':'b'}"
                        + "|url_not_allowed|/auth/tokenUrl",
                "'auth':{'type':'oauth2','clientId':'a','clientSecret':'b'}|invalid_url|/auth/tokenUrl",
                "'auth':{'type':'oauth2','tokenUrl':'https://id.x.org/','clientId':'a','clientSecret':'b',"
                        + "'tokenEndpointAuthMethod':'none'}|invalid_auth|/auth/tokenEndpointAuthMethod",
                "'auth':{'type':'mtls','privateKey':'x'}|invalid_auth|/auth/certificate",
                "'auth':{'type':'mtls','certificate':'x','privateKey':'x'}|invalid_certificate|/auth/certificate",
                "'auth':{'type':'basic','username':'a','password':'b'},'headers':{'authorization':'c'}"
                        + "|invalid_header|/headers/authorization",
                "'auth':{'type':'apiKey','header':'X-Key','value':'b'},'headers':{'x-key':'c'}|invalid_header|/headers/x-key"
            })
    void whatIsWrongIsRefusedWithItsCodeAndItsPlace(String members, String code, String pointer) {
        Reply reply = put(members);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(gateway.request("GET", ONE, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':'basic','username':'fan','password':'hush'|{'type':'basic','username':'fan','password':'***'}",
                "'type':'apiKey','header':'X-Key','value':'hush'|{'type':'apiKey','header':'X-Key','value':'***'}",
                "'type':'oauth2','tokenUrl':'https://id.x.org','clientId':'fan','clientSecret':'hush','scope':'a b'"
                        + "|{'type':'oauth2','clientId':'fan','scope':'a b','tokenUrl':'https://id.x.org/','clientSecret':'***'}"
            })
    void aLoginIsShownWithoutItsSecretAndWrittenBack(String auth, String shown) {
        Reply made = put("'auth':{" + auth + "}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("auth")).hasToString(shown.replace('\'', '"'));
        assertThat(put("'auth':" + made.json().path("auth")).json().path("auth"))
                .isEqualTo(made.json().path("auth"));
        assertThat(put("'enabled':true").json().has("auth")).isFalse();
    }

    @Test
    void aClientSecretIsNotCarriedToAnotherTokenEndpoint() {
        String auth = "'auth':{'type':'oauth2','tokenUrl':'https://id.x.org/','clientId':'fan','clientSecret':'hush'}";
        put(auth);

        Reply moved = put(auth.replace("id.x.org", "evil.x.org").replace("hush", "***"));

        assertThat(moved.code()).isEqualTo("secret_missing");
        assertThat(moved.json().at("/errors/0/pointer").asText()).isEqualTo("/auth/clientSecret");
    }

    @Test
    void aSecretOfOneKindIsNotKeptForAnother() {
        put("'auth':{'type':'basic','username':'fan','password':'hush'}");

        assertThat(put("'auth':{'type':'apiKey','header':'X-Key','value':'***'}")
                        .code())
                .isEqualTo("secret_missing");
    }

    @Test
    void thirtyTwoHeadersOfBoundedSizeAreEnough() {
        StringBuilder many = new StringBuilder("'headers':{'h0':'x'");
        for (int i = 1; i < 33; i++) {
            many.append(",'h").append(i).append("':'x'");
        }
        String large = "x".repeat(4096);

        assertThat(put(many.append('}').toString()).code()).isEqualTo("invalid_header");
        assertThat(put("'headers':{'a':'" + large + "x'}").code()).isEqualTo("invalid_header");
        assertThat(put("'headers':{'a':'" + large + "','b':'" + large + "'}").code())
                .isEqualTo("too_long");
    }
}
