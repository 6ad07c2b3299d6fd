package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;

/** Writes the request of an attempt: parts that were parsed, headers that Netty validates, the body as it is. Confined to one loop. */
final class Requests {
    private static final String USER_AGENT = "Fanwire/1 (+webhooks)";

    private final Signer signer = new Signer();

    /** @throws IllegalArgumentException when a header cannot be sent */
    FullHttpRequest of(Callback callback, Delivery delivery, Instant now) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                callback.url().pathAndQuery(),
                Unpooled.wrappedBuffer(delivery.body().bytes()));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, callback.url().hostHeader());
        headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        headers.set(HttpHeaderNames.CONTENT_TYPE, delivery.contentType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, delivery.body().size());
        headers.set("webhook-id", delivery.origin().eventId());
        headers.set("webhook-timestamp", Long.toString(now.getEpochSecond()));
        if (callback.subscription().signing().style().equals(Subscription.Signing.STANDARD)) {
            headers.set(
                    "webhook-signature",
                    signer.sign(delivery.origin().eventId(), now, delivery.body(), callback.keys()));
        }
        delivery.origin().traceparent().ifPresent(parent -> headers.set("traceparent", parent));
        headers.set("fanwire-attempt", Integer.toString(delivery.progress().attempts() + 1));
        headers.set("fanwire-subscription", callback.subscription().key().id());
        return request;
    }
}
