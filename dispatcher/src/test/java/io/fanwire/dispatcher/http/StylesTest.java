package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.callbacks.Keys;
import io.fanwire.dispatcher.callbacks.SigningKey;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.Signing;
import io.fanwire.schemas.Verification;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests in every style: against the examples that vendors publish, and against {@link VendorChecks}, written from what they say. */
final class StylesTest {
    private static final String HOOK = "https://hooks.example.com/in?x=1&y=2";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SECRET = "the secret, which is not short";
    private static final String OLD = "the one before it, not short";
    private static final Instant NOW = Samples.NOW;

    private final Requests requests = new Requests("fanwire.example");

    private FullHttpRequest request(
            String url,
            Signing signing,
            Map<String, String> metadata,
            Delivery delivery,
            Instant now,
            SigningKey... keys) {
        Subscription plain = Samples.subscription(KEY, url, signing, Duration.ofSeconds(15), 32);
        Subscription subscription = Samples.with(plain, Verification.NONE, metadata);
        return requests.of(Samples.callback(subscription, keys), delivery, now);
    }

    private FullHttpRequest request(SigningStyle style, String url, String body, String type, SigningKey... keys) {
        Delivery delivery = Samples.delivery("dlv_1", KEY, Payload.utf8(body), type);
        return request(url, signing(style), Map.of(), delivery, NOW, keys);
    }

    private static Signing signing(SigningStyle style) {
        return new Signing(style, List.of());
    }

    private static SigningKey key(String secret) {
        return Keys.of(secret.getBytes(UTF_8));
    }

    @Test
    void githubsExample() {
        FullHttpRequest request =
                request(SigningStyle.GITHUB, HOOK, "Hello, World!", JSON, key("It's a Secret to Everybody"));

        assertThat(request.headers().get("X-Hub-Signature-256"))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void slacksExample() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        Delivery delivery = Samples.delivery("dlv_1", KEY, Payload.utf8(body), FORM);

        HttpHeaders headers = request(
                        HOOK,
                        signing(SigningStyle.SLACK),
                        Map.of(),
                        delivery,
                        Instant.ofEpochSecond(1531420618),
                        key("8f742231b10e8888abcd99yyyzzz85a5"))
                .headers();

        assertThat(headers.get("X-Slack-Request-Timestamp")).isEqualTo("1531420618");
        assertThat(headers.get("X-Slack-Signature"))
                .isEqualTo("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    @Test
    void twiliosExamples() {
        String url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        SigningKey key = key("12345");
        String form =
                "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
        String twice = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";

        FullHttpRequest json =
                request(SigningStyle.TWILIO, url, "{\"property\": \"value\", \"boolean\": true}", JSON, key);

        assertThat(twilio(request(SigningStyle.TWILIO, url, form, FORM + "; charset=utf-8", key)))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        assertThat(twilio(request(SigningStyle.TWILIO, url, twice, FORM, key)))
                .isEqualTo("IK+Dwps556ElfBT0I3Rgjkr1wJU=");
        assertThat(twilio(json)).isEqualTo("a9nBmqA0ju/hNViExpshrM61xv4=");
        assertThat(json.uri())
                .isEqualTo("/myapp.php?foo=1&bar=2"
                        + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620");
        assertThat(request(SigningStyle.TWILIO, url, form, FORM, key).uri()).isEqualTo("/myapp.php?foo=1&bar=2");
    }

    private static String twilio(FullHttpRequest request) {
        return request.headers().get("X-Twilio-Signature");
    }

    @ParameterizedTest
    @EnumSource(value = SigningStyle.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void whatAnyStyleSendsPassesTheVendorsCheckAndNothingElseDoes(SigningStyle style) {
        RandomGenerator random = Seeds.random();
        for (int i = 0; i < 50; i++) {
            Delivery delivery =
                    Samples.delivery("dlv_1", KEY, body(style, random), style.signsFormsOnly() ? FORM : JSON);
            FullHttpRequest request = request(HOOK, signing(style), Map.of(), delivery, NOW, key(SECRET));
            VendorChecks.Seen seen = VendorChecks.Seen.of("https://hooks.example.com", request);

            assertThat(VendorChecks.passes(style, SECRET, seen))
                    .as("seed %d, round %d", Seeds.SEED, i)
                    .isTrue();
            assertThat(VendorChecks.passes(style, OLD, seen)).isFalse();
            assertThat(VendorChecks.passes(style, SECRET, seen.withAnotherBody()))
                    .isFalse();
        }
    }

    /** Any bytes; fields of a form where nothing else can be signed. */
    private static Payload body(SigningStyle style, RandomGenerator random) {
        if (style.signsFormsOnly()) {
            return Payload.utf8("b=%C3%A9+" + random.nextInt() + "&mandrill_events=%5B%5D&a=" + random.nextInt());
        }
        byte[] bytes = new byte[1 + random.nextInt(2000)];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }

    @ParameterizedTest
    @EnumSource(value = SigningStyle.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void duringARotationTheOldSecretIsEnoughAndAfterItOnlyTheNewOneIs(SigningStyle style) {
        Delivery delivery =
                Samples.delivery("dlv_1", KEY, Payload.utf8("a=1"), style.signsFormsOnly() ? FORM : "text/plain");
        SigningKey old = Keys.until(OLD.getBytes(UTF_8), NOW.plusSeconds(60));

        VendorChecks.Seen during = VendorChecks.Seen.of(
                "https://hooks.example.com", request(HOOK, signing(style), Map.of(), delivery, NOW, key(SECRET), old));
        VendorChecks.Seen after = VendorChecks.Seen.of(
                "https://hooks.example.com",
                request(HOOK, signing(style), Map.of(), delivery, NOW.plusSeconds(60), key(SECRET), old));

        assertThat(VendorChecks.passes(style, OLD, during)).isTrue();
        assertThat(VendorChecks.passes(style, SECRET, during)).isEqualTo(style.signsWithEach());
        assertThat(VendorChecks.passes(style, OLD, after)).isFalse();
        assertThat(VendorChecks.passes(style, SECRET, after)).isTrue();
    }

    @Test
    void thePrefixIsThatOfAllThreeHeadersAndTheUsualIdAndTimeStay() {
        Signing svix = new Signing(SigningStyle.STANDARD, List.of(), Optional.of("svix-"), Optional.empty());

        HttpHeaders headers = request(HOOK, svix, Map.of(), Samples.delivery(), NOW, key(SECRET))
                .headers();
        HttpHeaders usual = request(
                        HOOK, signing(SigningStyle.STANDARD), Map.of(), Samples.delivery(), NOW, key(SECRET))
                .headers();

        assertThat(headers.get("svix-id")).isEqualTo("evt_1");
        assertThat(headers.get("svix-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(headers.get("svix-signature")).isEqualTo(usual.get("webhook-signature"));
        assertThat(headers.get("webhook-signature")).isNull();
        assertThat(headers.get("webhook-id")).isEqualTo("evt_1");
    }

    @Test
    void elasticTakesAnotherNameAndAnotherHash() {
        Signing elastic =
                new Signing(SigningStyle.ELASTIC, List.of(), Optional.of("X-Sig"), Optional.of(Signer.SHA256));

        HttpHeaders headers = request(HOOK, elastic, Map.of(), Samples.delivery(), NOW, key(SECRET))
                .headers();

        assertThat(headers.get("X-Sig"))
                .isEqualTo(VendorChecks.hex(VendorChecks.mac(
                        "HmacSHA256", SECRET, Samples.delivery().body().bytes())));
        assertThat(headers.get("X-EIO-Signature")).isNull();
    }

    @Test
    void aBodyThatIsNoFormIsNoneThatMandrillCouldSign() {
        assertThatThrownBy(() -> request(SigningStyle.MANDRILL, HOOK, "{}", JSON, key(SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("form");
        assertThatThrownBy(() -> request(SigningStyle.MANDRILL, HOOK, "a=%zz", FORM, key(SECRET)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAVendorSendsBesideTheSignature() {
        HttpHeaders github = headers(SigningStyle.GITHUB, Map.of());
        HttpHeaders shopify = headers(SigningStyle.SHOPIFY, Map.of("shopDomain", "a.myshopify.com"));
        HttpHeaders plain = headers(SigningStyle.SHOPIFY, Map.of("shopDomain", "größe", "apiVersion", "2026-01"));
        HttpHeaders woo = headers(SigningStyle.WOOCOMMERCE, Map.of());

        assertThat(List.of(
                        github.get("X-GitHub-Event"), github.get("X-GitHub-Delivery"), github.get("X-GitHub-Hook-ID")))
                .containsExactly("order", "dlv_1", "sub_1");
        assertThat(shopify.get("X-Shopify-Topic")).isEqualTo("order/created");
        assertThat(shopify.get("X-Shopify-Shop-Domain")).isEqualTo("a.myshopify.com");
        assertThat(shopify.get("X-Shopify-API-Version")).isEqualTo("unstable");
        assertThat(shopify.get("X-Shopify-Webhook-Id")).isEqualTo("dlv_1");
        assertThat(shopify.get("X-Shopify-Event-Id")).isEqualTo("evt_1");
        assertThat(shopify.get("X-Shopify-Triggered-At")).isEqualTo(NOW.toString());
        assertThat(plain.get("X-Shopify-Shop-Domain")).isEqualTo("acme");
        assertThat(plain.get("X-Shopify-API-Version")).isEqualTo("2026-01");
        assertThat(List.of(
                        woo.get("X-WC-Webhook-Source"),
                        woo.get("X-WC-Webhook-Topic"),
                        woo.get("X-WC-Webhook-Resource"),
                        woo.get("X-WC-Webhook-Event"),
                        woo.get("X-WC-Webhook-ID"),
                        woo.get("X-WC-Webhook-Delivery-ID")))
                .containsExactly("https://fanwire.example/", "order.created", "order", "created", "sub_1", "dlv_1");
    }

    private HttpHeaders headers(SigningStyle style, Map<String, String> metadata) {
        return request(HOOK, signing(style), metadata, Samples.delivery(), NOW, key(SECRET))
                .headers();
    }

    @Test
    void whoAskedForPermissionSaysSoWithEveryRequest() {
        Subscription plain = Samples.subscription();
        Subscription asked = Samples.with(plain, Verification.CLOUDEVENTS, Map.of());

        assertThat(requests.of(Samples.callback(asked), Samples.delivery(), NOW)
                        .headers()
                        .get("WebHook-Request-Origin"))
                .isEqualTo("fanwire.example");
        assertThat(requests.of(Samples.callback(plain), Samples.delivery(), NOW)
                        .headers()
                        .get("WebHook-Request-Origin"))
                .isNull();
    }
}
