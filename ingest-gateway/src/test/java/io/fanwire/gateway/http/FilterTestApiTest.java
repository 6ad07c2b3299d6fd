package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters tried over HTTP, on one event and on what was published. */
class FilterTestApiTest {
    private static final String PATH = "/v1/filters:test";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        gateway.close();
        assertThat(gateway.gate.bytesInFlight()).isZero();
    }

    @Test
    void onAnEventItSaysWhetherAndWhichClauseNot() {
        Reply reply = post("{'filter':'event.data.n > 1 && event.data.s == \\\"a && b\\\" && has(event.data.x.y)',"
                + "'event':{'type':'t','data':{'n':2,'s':'a && b'}}}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("matches").asBoolean()).isFalse();
        assertThat(reply.json().path("failure").asText()).contains("'x'");
        assertThat(reply.json().path("clauses").findValuesAsText("filter"))
                .containsExactly("event.data.n > 1", "event.data.s == \"a && b\"", "has(event.data.x.y)");
        assertThat(reply.json().path("clauses").findValuesAsText("matches")).containsExactly("true", "true", "false");
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void onATopicItCountsAndShowsSome() {
        for (int n = 0; n < 12; n++) {
            gateway.request("POST", "/v1/topics/orders/events", "{\"type\":\"t\",\"data\":{\"n\":" + n + "}}");
        }

        Reply reply = post("{'filter':'event.data.n >= 9','topic':'orders','last':'1h'}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("looked").asLong()).isEqualTo(12);
        assertThat(reply.json().path("matched").asLong()).isEqualTo(3);
        assertThat(reply.json().path("complete").asBoolean()).isTrue();
        assertThat(reply.json().path("from").asText()).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(reply.json().path("events").findValuesAsText("n")).containsExactly("11", "10", "9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|422|invalid_filter|/filter",
                "{'filter':5,'event':{'type':'t','data':1}}|422|invalid_filter|/filter",
                "{'filter':'event.data.n > ','event':{'type':'t','data':1}}|422|invalid_filter|/filter",
                "{'filter':'true'}|422|invalid_event|/event",
                "{'filter':'true','event':{},'last':'1h'}|422|invalid_event|/event",
                "{'filter':'true','event':{'type':'t'}}|422|invalid_event|/event/data",
                "{'filter':'true','event':5}|422|invalid_event|/event",
                "{'filter':'true','event':{'type':'t','data':1,'x':2}}|422|unknown_field|/event/x",
                "{'filter':'true','last':'1h'}|422|invalid_topic|/topic",
                "{'filter':'true','topic':'orders','last':'soon'}|422|invalid_last|/last",
                "{'filter':'true','topic':'orders','last':'0s'}|422|invalid_last|/last",
                "{'filter':'true','transform':'1 +','event':{'type':'t','data':1}}|422|invalid_transform|/transform",
                "{'transform':5,'event':{'type':'t','data':1}}|422|invalid_transform|/transform",
                "{'filter':'true','event':{'type':'t','data':1},'more':1}|422|unknown_field|/more",
                "[]|422|invalid_body|",
            })
    void whatCannotBeTriedIsRefused(String body, int status, String code, String pointer) {
        Reply reply = post(body);

        assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        if (pointer != null) {
            assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }

    @Test
    void aTransformShowsWhatItMakes() {
        Reply one = post("{'filter':'event.data.n > 5','transform':'[{\\'n\\': event.data.n}, event.data.s]',"
                + "'event':{'type':'t','data':{'n':2,'s':'x'}}}");
        Reply alone = post("{'transform':'{\\'n\\': event.data.none}','event':{'type':'t','data':{'n':2}}}");

        assertThat(one.status()).as(one.json().toString()).isEqualTo(200);
        assertThat(one.json().path("matches").asBoolean()).isFalse();
        assertThat(one.json().path("bodies")).hasToString("[{\"n\":2},\"x\"]");
        assertThat(alone.json()).hasToString("{\"matches\":true,\"transformFailure\":\"there is no 'none'\"}");
    }

    @Test
    void onATopicItShowsTheBodiesOfSome() {
        for (int n = 0; n < 8; n++) {
            gateway.request("POST", "/v1/topics/orders/events", "{\"type\":\"t\",\"data\":{\"n\":" + n + "}}");
        }

        Reply reply = post("{'transform':'{\\'m\\': event.data.n * 10}','topic':'orders','last':'1h'}");

        assertThat(reply.json().path("matched").asLong()).isEqualTo(8);
        assertThat(reply.json().path("events").findValuesAsText("m")).containsExactly("70", "60", "50", "40", "30");
    }

    @Test
    void anUnknownTopicAndOneOfOthersAreTheSame() {
        assertThat(post("{'filter':'true','topic':'nosuch','last':'1h'}").status())
                .isEqualTo(404);
        gateway.request("POST", "/v1/topics/orders/events", "{\"type\":\"t\",\"data\":1}");

        Reply reply = gateway.request(
                "POST", PATH, "{\"filter\":\"true\",\"topic\":\"orders\",\"last\":\"1h\"}", "Fanwire-Tenant", "other");

        assertThat(reply.json().path("looked").asLong(-1)).isZero();
    }

    @Test
    void itCanBeTriedSomeTimesASecond() {
        int refused = 0;
        for (int n = 0; n < 25; n++) {
            refused += post("{'filter':'this is none','event':{'type':'t','data':1}}")
                                    .status()
                            == 429
                    ? 1
                    : 0;
        }

        assertThat(refused).isEqualTo(5);
    }

    /** Apostrophes are written for quotes, but for escaped ones. */
    private Reply post(String body) {
        return gateway.request(
                "POST", PATH, body.replace("\\'", "\0").replace('\'', '"').replace('\0', '\''));
    }
}
