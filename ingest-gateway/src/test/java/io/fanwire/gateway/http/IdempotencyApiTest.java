package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.Event;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API makes of ids and of {@code Idempotency-Key}. */
class IdempotencyApiTest {
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String PAID = "{\"id\":\"e1\",\"type\":\"paid\",\"key\":\"k\",\"data\":{\"n\":1}}";
    private static final String BARE = "{\"type\":\"paid\",\"data\":{\"n\":1}}";

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
    void anEventWithAnIdIsPublishedOnceAndAnsweredAgain() {
        Reply first = gateway.request("POST", EVENTS, PAID);
        Reply again = gateway.request(
                "POST", EVENTS, PAID, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(gateway.published).hasSize(1);
    }

    @Test
    void theSameIdWithAnythingElseIsAConflict() {
        gateway.request("PUT", "/v1/topics/others", "{}");
        gateway.request("POST", EVENTS, PAID);

        for (String other : new String[] {
            "{\"id\":\"e1\",\"type\":\"paid\",\"key\":\"k\",\"data\":{\"n\":2}}",
            "{\"id\":\"e1\",\"type\":\"sent\",\"key\":\"k\",\"data\":{\"n\":1}}",
            "{\"id\":\"e1\",\"type\":\"paid\",\"data\":{\"n\":1}}",
            "{\"id\":\"e1\",\"type\":\"paid\",\"key\":\"k\",\"time\":\"2026-01-31T12:00:00Z\",\"data\":{\"n\":1}}",
        }) {
            assertConflict(gateway.request("POST", EVENTS, other));
        }
        assertConflict(gateway.request("POST", "/v1/topics/others/events", PAID));
        assertThat(gateway.request("POST", EVENTS, PAID, "Fanwire-Tenant", "acme")
                        .status())
                .as("another tenant's ids are its own")
                .isEqualTo(202);
        assertThat(gateway.published).extracting(Event::tenant).containsExactly("default", "acme");
    }

    private static void assertConflict(Reply reply) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("idempotency_conflict");
    }

    @Test
    void inABatchEachIdSpeaksForItself() {
        gateway.request("POST", EVENTS, PAID);

        Reply reply = gateway.request(
                "POST", EVENTS + ":batch", "[" + PAID + "," + PAID.replace("\"n\":1", "\"n\":2") + "," + BARE + "]");

        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json().at("/results/0/status").asInt()).isEqualTo(202);
        assertThat(reply.json().at("/results/0/offset").asInt()).isZero();
        assertThat(reply.json().at("/results/1/status").asInt()).isEqualTo(409);
        assertThat(reply.json().at("/results/2/status").asInt()).isEqualTo(202);
        assertThat(gateway.published).hasSize(2);
    }

    @Test
    void withoutIdAndKeyNothingIsAsked() {
        gateway.request("POST", EVENTS, BARE);
        gateway.request("POST", EVENTS + ":batch", "[" + BARE + "," + BARE + "]");
        gateway.request("POST", "/v1/keys", "{\"scopes\":[\"events:read\"]}");

        assertThat(gateway.published).hasSize(3);
        assertThat(gateway.once.asked).hasValue(0);
    }

    @Test
    void aKeyMakesEventsWithoutIdsOnceToo() {
        Reply first = gateway.request("POST", EVENTS, BARE, "Idempotency-Key", "k1");
        Reply again = gateway.request("POST", EVENTS, BARE, "Idempotency-Key", "k1");
        assertConflict(gateway.request("POST", EVENTS, BARE + " ", "Idempotency-Key", "k1"));

        String two = "[" + BARE + "," + BARE + "]";
        Reply batch = gateway.request("POST", EVENTS + ":batch", two, "Idempotency-Key", "k2");
        Reply batchAgain = gateway.request("POST", EVENTS + ":batch", two, "Idempotency-Key", "k2");
        assertConflict(gateway.request("POST", EVENTS + ":batch", two, "Idempotency-Key", "k1"));

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(batch.status()).isEqualTo(202);
        assertThat(batchAgain.json()).isEqualTo(batch.json());
        assertThat(gateway.published).hasSize(3);
    }

    @Test
    void whatWasMadeByAGatewayThatDiedBeforeItAnsweredIsNotMadeTwice() {
        String subscription = "{\"url\":\"https://a.example.org\"}";

        Reply first = gateway.request("POST", "/v1/subscriptions", subscription, "Idempotency-Key", "s");
        gateway.once.forget();
        Reply again = gateway.request("POST", "/v1/subscriptions", subscription, "Idempotency-Key", "s");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(again.json().at("/signing/secret").asText()).startsWith("whsec_");
        assertThat(gateway.request("GET", "/v1/subscriptions", "").json().path("data"))
                .hasSize(1);

        String wish = "{\"scopes\":[\"events:read\"],\"tenant\":\"acme\"}";
        Reply key = gateway.request("POST", "/v1/keys", wish, "Idempotency-Key", "k");
        gateway.once.forget();
        Reply keyAgain = gateway.request("POST", "/v1/keys", wish, "Idempotency-Key", "k");
        assertThat(keyAgain.json().path("id")).isEqualTo(key.json().path("id"));
        assertThat(gateway.with(keyAgain.json().path("key").asText(), "GET", "/v1/topics", "")
                        .status())
                .as("the key that was told is the one that counts")
                .isNotEqualTo(401);
        assertThat(gateway.request("GET", "/v1/keys", "").json().path("data")).hasSize(1);

        Reply job = gateway.request("POST", "/v1/dlq:redrive", "{\"reason\":\"http_4xx\"}", "Idempotency-Key", "j");
        gateway.once.forget();
        Reply jobAgain =
                gateway.request("POST", "/v1/dlq:redrive", "{\"reason\":\"http_4xx\"}", "Idempotency-Key", "j");
        assertThat(jobAgain.status()).isEqualTo(202);
        assertThat(jobAgain.json().path("id")).isEqualTo(job.json().path("id"));
        assertThat(gateway.request("GET", "/v1/jobs", "").json().path("data")).hasSize(1);
    }

    @Test
    void aKeyThatIsUsedAgainAfterItsDayMakesAnotherThing() {
        String subscription = "{\"url\":\"https://a.example.org\"}";
        Reply first = gateway.request("POST", "/v1/subscriptions", subscription, "Idempotency-Key", "s");
        gateway.once.forget();
        gateway.now = gateway.now.plus(Duration.ofHours(25));

        Reply other = gateway.request("POST", "/v1/subscriptions", subscription, "Idempotency-Key", "s");

        assertThat(other.status()).isEqualTo(201);
        assertThat(other.json().path("id")).isNotEqualTo(first.json().path("id"));
    }

    @Test
    void aKeyHoldsForEveryPost() {
        String wish = "{\"scopes\":[\"events:read\"],\"tenant\":\"acme\"}";

        Reply made = gateway.request("POST", "/v1/keys", wish, "Idempotency-Key", "make");
        Reply again = gateway.request("POST", "/v1/keys", wish, "Idempotency-Key", "make");

        assertThat(made.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(made.json());
        assertThat(gateway.request("GET", "/v1/keys", "").json().path("data")).hasSize(1);
        assertConflict(gateway.request("POST", "/v1/keys", wish.replace("acme", "other"), "Idempotency-Key", "make"));
        assertThat(gateway.request("POST", "/v1/keys", wish, "Idempotency-Key", "other")
                        .json())
                .isNotEqualTo(made.json());
    }

    @Test
    void whatWasRefusedMayBePutRightUnderTheSameKey() {
        Reply refused = gateway.request("POST", "/v1/keys", "{\"scopes\":[]}", "Idempotency-Key", "k");
        Reply right = gateway.request("POST", "/v1/keys", "{\"scopes\":[\"events:read\"]}", "Idempotency-Key", "k");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(right.status()).isEqualTo(201);
    }

    @Test
    void aKeyMeansNothingToAnotherTenantOrToThePlatform() {
        String acme = gateway.key("acme", "events:write");
        String other = gateway.key("other", "events:write");

        gateway.with(acme, "POST", EVENTS, BARE, "Idempotency-Key", "k");
        gateway.with(other, "POST", EVENTS, BARE, "Idempotency-Key", "k");
        gateway.request("POST", EVENTS, BARE, "Idempotency-Key", "k", "Fanwire-Tenant", "acme");

        assertThat(gateway.published).hasSize(3);
    }

    @Test
    void anAnswerIsNotShownToOneWithOtherRights() {
        String more = gateway.key("acme", "events:write", "subscriptions:*");
        String less = gateway.key("acme", "events:write");
        gateway.with(more, "POST", EVENTS, BARE, "Idempotency-Key", "k");

        assertConflict(gateway.with(less, "POST", EVENTS, BARE, "Idempotency-Key", "k"));
    }

    @Test
    void aKeyIsOneLineOfSomeLength() {
        for (String key : new String[] {"x".repeat(256), " "}) {
            Reply reply = gateway.request("POST", EVENTS, BARE, "Idempotency-Key", key);

            assertThat(reply.status()).as(key).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("invalid_idempotency_key");
        }
        Reply twice = gateway.request("POST", EVENTS, BARE, "Idempotency-Key", "a", "Idempotency-Key", "b");
        assertThat(twice.code()).isEqualTo("invalid_idempotency_key");
        assertThat(gateway.published).isEmpty();
        assertThat(gateway.request("POST", EVENTS, BARE, "Idempotency-Key", "x".repeat(255))
                        .status())
                .isEqualTo(202);
    }
}
