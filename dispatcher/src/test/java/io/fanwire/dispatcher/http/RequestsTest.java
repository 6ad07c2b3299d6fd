package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.TRACEPARENT;
import static io.fanwire.dispatcher.fixture.Samples.callback;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static io.fanwire.dispatcher.fixture.Samples.subscription;
import static io.fanwire.dispatcher.fixture.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Keys;
import io.fanwire.dispatcher.callbacks.Opened;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {
    private final Requests requests = new Requests("fanwire.example");

    private static Callback to(String url, SigningStyle signing) {
        return callback(subscription(KEY, url, signing, Duration.ofSeconds(15)), Keys.of(new byte[32]));
    }

    private static Callback plain() {
        return to("https://hooks.example.com/in", Subscription.Signing.NONE);
    }

    private static Delivery traced(String traceparent) {
        return of(Optional.of(traceparent), Map.of());
    }

    private static Delivery of(Optional<String> traceparent, Map<String, String> headers) {
        Delivery delivery = delivery();
        Delivery.Origin origin = delivery.origin();
        return new Delivery(
                delivery.id(),
                delivery.subscription(),
                delivery.subscriptionPosition(),
                delivery.ordering(),
                new Delivery.Origin(
                        origin.eventId(),
                        origin.topic(),
                        origin.type(),
                        origin.time(),
                        origin.partition(),
                        origin.offset(),
                        origin.key(),
                        traceparent,
                        headers),
                delivery.contentType(),
                delivery.body(),
                delivery.progress(),
                Delivery.Part.WHOLE);
    }

    private Map<String, String> headers(Callback callback, Delivery delivery) {
        return requests.of(callback, delivery, NOW).headers().entries().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void theSubscriptionSaysTheMethod() {
        Subscription subscription = plain().subscription();
        FullHttpRequest request = requests.of(callback(with(subscription, Subscription.Method.PATCH)), delivery(), NOW);

        assertThat(request.method().name()).isEqualTo("PATCH");
        request.release();
    }

    @Test
    void aRequestSaysWhatItIsAndNothingElse() {
        Delivery third = delivery().with(progress(2, Instant.EPOCH));

        FullHttpRequest request =
                requests.of(to("https://hooks.example.com:8443/in?a=1&b=%20", Subscription.Signing.NONE), third, NOW);

        assertThat(request.method().name()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/in?a=1&b=%20");
        assertThat(ByteBufUtil.getBytes(request.content()))
                .isEqualTo(third.body().bytes());
        assertThat(headers(to("https://hooks.example.com:8443/in?a=1&b=%20", Subscription.Signing.NONE), third))
                .isEqualTo(Map.of(
                        "host", "hooks.example.com:8443",
                        "user-agent", "Fanwire/1 (+webhooks)",
                        "content-type", "application/json",
                        "content-length", "13",
                        "webhook-id", "evt_1",
                        "webhook-timestamp", Long.toString(NOW.getEpochSecond()),
                        "traceparent", TRACEPARENT,
                        "fanwire-attempt", "3",
                        "fanwire-subscription", "sub_1"));
    }

    @Test
    void aSubscriptionsHeadersReplaceDefaultsAndNothingElse() {
        Callback callback = Opened.callback(
                subscription(KEY, "https://hooks.example.com/in", Subscription.Signing.NONE, Duration.ofSeconds(15)),
                Map.of("X-Env", "prod", "User-Agent", "shop", "Host", "elsewhere", "Webhook-Id", "forged"),
                Map.of("X-Token", "hush"),
                Access.Auth.BASIC,
                Map.of("username", "Aladdin"),
                "open sesame");

        HttpHeaders headers = requests.of(callback, delivery(), NOW).headers();

        assertThat(headers.get("x-env")).isEqualTo("prod");
        assertThat(headers.get("x-token")).isEqualTo("hush");
        assertThat(headers.getAll("user-agent")).containsExactly("shop");
        assertThat(headers.getAll("host")).containsExactly("hooks.example.com");
        assertThat(headers.getAll("webhook-id")).containsExactly("evt_1");
        assertThat(headers.get("authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void anEventsHeadersReplaceTheSubscriptionsButNeverWhatLetsTheRequestIn() {
        Callback callback = Opened.callback(
                subscription(KEY, "https://hooks.example.com/in", Subscription.Signing.NONE, Duration.ofSeconds(15)),
                Map.of("X-Env", "prod", "X-Kept", "1"),
                Map.of("X-Token", "hush"),
                Access.Auth.BASIC,
                Map.of("username", "Aladdin"),
                "open sesame");
        Map<String, String> own = Map.of(
                "x-env",
                "dev",
                "X-Of-Event",
                "e",
                "X-TOKEN",
                "other",
                "Authorization",
                "Basic x",
                "Host",
                "elsewhere",
                "Transfer-Encoding",
                "chunked",
                "X-Two",
                "a\r\nX-B: c",
                "webhook-id",
                "forged");

        HttpHeaders headers =
                requests.of(callback, of(Optional.empty(), own), NOW).headers();

        assertThat(headers.getAll("x-env")).containsExactly("dev");
        assertThat(headers.get("x-kept")).isEqualTo("1");
        assertThat(headers.get("x-of-event")).isEqualTo("e");
        assertThat(headers.getAll("x-token")).containsExactly("hush");
        assertThat(headers.getAll("authorization")).containsExactly("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(headers.getAll("host")).containsExactly("hooks.example.com");
        assertThat(headers.getAll("webhook-id")).containsExactly("evt_1");
        assertThat(headers.names()).doesNotContain("Transfer-Encoding", "X-Two", "X-B");
    }

    @Test
    void aSubscriptionsHeaderThatCannotBeSentIsItsOwnersAffair() {
        Callback callback = Opened.callback(
                subscription(KEY, "https://hooks.example.com/in", Subscription.Signing.NONE, Duration.ofSeconds(15)),
                Map.of(),
                Map.of("X-Token", "hush\r\nx-forged: 1"),
                "",
                Map.of(),
                "");

        assertThatThrownBy(() -> requests.of(callback, delivery(), NOW))
                .isInstanceOf(UnsignableException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void anOrderedDeliveryTellsItsPlaceOnceItHasOne() {
        Delivery plain = delivery().with(delivery().progress().sequenced(42));
        Delivery ordered = new Delivery(
                plain.id(),
                plain.subscription(),
                plain.subscriptionPosition(),
                Subscription.Ordering.KEY,
                plain.origin(),
                plain.contentType(),
                plain.body(),
                plain.progress(),
                Delivery.Part.WHOLE);

        assertThat(headers(plain(), ordered)).containsEntry("fanwire-sequence", "42");
        assertThat(headers(plain(), plain)).doesNotContainKey("fanwire-sequence");
        assertThat(headers(plain(), ordered.with(Delivery.Progress.first(NOW)))).doesNotContainKey("fanwire-sequence");
    }

    @Test
    void aStyleThatSignsWithoutASecretIsNotSent() {
        Callback keyless = callback(subscription(
                KEY, "https://hooks.example.com/in", Subscription.Signing.STANDARD, Duration.ofSeconds(15)));

        assertThatThrownBy(() -> requests.of(keyless, delivery(), NOW))
                .isInstanceOf(UnsignableException.class)
                .hasMessageContaining("no signing secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com/, hooks.example.com",
        "https://hooks.example.com:443/, hooks.example.com",
        "http://hooks.example.com:443/, hooks.example.com:443",
        "http://127.0.0.1:8080/, 127.0.0.1:8080",
        "http://[::1]:8080/, [::1]:8080"
    })
    void theHostIsTheAddressWithItsPortWhereThatIsUnusual(String url, String host) {
        assertThat(headers(to(url, Subscription.Signing.NONE), delivery())).containsEntry("host", host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nx-forged: 1", "text/plain\nx: 1", "text/plain\u0000"})
    void aHeaderThatWouldBecomeTwoIsRefused(String contentType) {
        assertThatThrownBy(() -> requests.of(plain(), delivery("dlv_1", KEY, Payload.utf8("x"), contentType), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rubbish", "00-x-y-01", "\r\nx-forged: 1"})
    void aMalformedTraceIsLeftOutAndCostsNothing(String traceparent) {
        assertThat(headers(plain(), traced(traceparent))).doesNotContainKey("traceparent");
    }

    @Test
    void anEmptyBodyIsSentAsOne() {
        FullHttpRequest request = requests.of(plain(), delivery("dlv_1", KEY, Payload.utf8(""), "text/plain"), NOW);

        assertThat(request.headers().get("content-length")).isEqualTo("0");
        assertThat(request.content().readableBytes()).isZero();
    }
}
