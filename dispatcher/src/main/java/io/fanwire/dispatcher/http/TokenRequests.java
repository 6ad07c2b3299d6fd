package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.TokenGrant;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.TreeMap;

/** Writes the request for an access token (RFC 6749, sections 2.3.1 and 4.4.2). */
final class TokenRequests {
    private TokenRequests() {}

    static FullHttpRequest of(TokenGrant grant) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        new TreeMap<>(grant.more()).forEach((name, value) -> member(form, name, value));
        if (grant.inBody()) {
            member(form, "client_id", grant.clientId());
            member(form, "client_secret", grant.clientSecret().reveal());
        }
        byte[] body = form.toString().getBytes(UTF_8);
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, grant.tokenUrl().pathAndQuery(), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, grant.tokenUrl().hostHeader());
        headers.set(HttpHeaderNames.USER_AGENT, Requests.USER_AGENT);
        headers.set(HttpHeaderNames.ACCEPT, "application/json");
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded");
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (!grant.inBody()) {
            String both = encoded(grant.clientId()) + ":"
                    + encoded(grant.clientSecret().reveal());
            headers.set(
                    HttpHeaderNames.AUTHORIZATION,
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)));
        }
        return request;
    }

    private static void member(StringBuilder form, String name, String value) {
        form.append('&').append(name).append('=').append(encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
