package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.HeaderRules;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Verification;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes the request of an attempt: parts that were parsed, headers that Netty validates, the body as it is. Confined to one loop. */
final class Requests {
    static final String USER_AGENT = "Fanwire/1 (+webhooks)";

    /** Any producer may write an event's headers, and a malformed trace must not cost a delivery (W3C Trace Context, 3.2.2). */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    // names whose hash is kept
    private static final AsciiString ORIGIN = AsciiString.cached("WebHook-Request-Origin");
    private static final AsciiString ID = AsciiString.cached("webhook-id");
    private static final AsciiString TIMESTAMP = AsciiString.cached("webhook-timestamp");
    private static final AsciiString TRACE = AsciiString.cached("traceparent");
    private static final AsciiString ATTEMPT = AsciiString.cached("fanwire-attempt");
    private static final AsciiString SEQUENCE = AsciiString.cached("fanwire-sequence");
    private static final AsciiString SUBSCRIPTION = AsciiString.cached("fanwire-subscription");

    private final Signer signer = new Signer();
    private final String origin;

    /** {@code origin}: the name that we go by. */
    Requests(String origin) {
        this.origin = origin;
    }

    String origin() {
        return origin;
    }

    /**
     * The request, with a body that shares the delivery's bytes.
     *
     * @throws IllegalArgumentException when an attribute of the event is no header's value
     * @throws UnsignableException when nothing is there to sign with, or a header of the subscription cannot be sent
     */
    FullHttpRequest of(Callback callback, Delivery delivery, Instant now) {
        Subscription subscription = callback.subscription();
        String hash = TwilioUrl.bodyHash(callback.url(), subscription.signing().style(), delivery);
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(subscription.method().name()),
                callback.url().pathAndQuery() + hash,
                Unpooled.wrappedBuffer(delivery.body().bytes()));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        headers.set(HttpHeaderNames.CONTENT_TYPE, delivery.contentType());
        VendorHeaders.replaceable(callback, delivery, origin).forEach(headers::set);
        own(callback, headers);
        ofTheEvent(callback, delivery, headers);
        headers.set(HttpHeaderNames.HOST, callback.url().hostHeader());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, delivery.body().size());
        headers.set(ID, delivery.messageId());
        headers.set(TIMESTAMP, Long.toString(now.getEpochSecond()));
        VendorHeaders.fixed(callback, delivery).forEach(headers::set);
        Signer.Message message = new Signer.Message(
                delivery.messageId(), now, callback.url(), hash, delivery.contentType(), delivery.body());
        signer.headers(subscription.signing(), callback.keys(), message).forEach(headers::set);
        if (subscription.verification() == Verification.CLOUDEVENTS) {
            headers.set(ORIGIN, origin);
        }
        delivery.origin()
                .traceparent()
                .filter(parent -> TRACEPARENT.matcher(parent).matches())
                .ifPresent(parent -> headers.set(TRACE, parent));
        headers.set(ATTEMPT, Integer.toString(delivery.progress().attempts() + 1));
        if (delivery.ordering() != Subscription.Ordering.NONE) {
            delivery.progress().sequence().ifPresent(sequence -> headers.set(SEQUENCE, Long.toString(sequence)));
        }
        headers.set(SUBSCRIPTION, callback.subscription().key().id());
        return request;
    }

    /** The question whether we may send at all (CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, section 4.1). */
    FullHttpRequest mayWe(Callback callback) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.OPTIONS, callback.url().pathAndQuery(), Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        own(callback, headers);
        headers.set(HttpHeaderNames.HOST, callback.url().hostHeader());
        headers.set(ORIGIN, origin);
        callback.subscription()
                .rateLimit()
                .ifPresent(limit -> headers.set("WebHook-Request-Rate", Long.toString(limit.perMinute())));
        return request;
    }

    /** What the event adds: it replaces the subscription's headers, but never one that lets the request in. */
    private static void ofTheEvent(Callback callback, Delivery delivery, HttpHeaders headers) {
        if (delivery.origin().headers().isEmpty()) {
            return;
        }
        Set<String> credentials = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        credentials.addAll(callback.credentials().headers().keySet());
        credentials.removeAll(callback.subscription().access().headers().keySet());
        delivery.origin().headers().forEach((name, value) -> {
            boolean known = HeaderRules.ofAnEvent(name, value) || HeaderRules.ofACloudEvent(name, value);
            if (known && !credentials.contains(name)) {
                headers.set(name, value);
            }
        });
    }

    /** What the subscription adds; it replaces what comes before, and is replaced by what comes after. */
    private static void own(Callback callback, HttpHeaders headers) {
        try {
            callback.credentials().headers().forEach((name, value) -> headers.set(name, value.reveal()));
        } catch (IllegalArgumentException unsendable) {
            throw new UnsignableException("a header of the subscription is none that can be sent");
        }
    }
}
