package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.SigningStyle;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a receiver does with a request, as each vendor's pages describe it, and with nothing of the code that signs. The key of a style is
 * the secret's characters; of the standard one too, since the Base64 is no matter of the request.
 */
final class VendorChecks {
    private VendorChecks() {}

    /** A request as it arrived. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    record Seen(String url, HttpHeaders headers, byte[] body) {
        static Seen of(String origin, FullHttpRequest request) {
            return new Seen(origin + request.uri(), request.headers(), ByteBufUtil.getBytes(request.content()));
        }

        Seen withAnotherBody() {
            byte[] other = body.clone();
            other[other.length - 1] ^= 1;
            return new Seen(url, headers, other);
        }

        String header(String name) {
            return headers.get(name, "");
        }
    }

    static boolean passes(SigningStyle style, String secret, Seen seen) {
        return switch (style) {
            case STANDARD ->
                Arrays.stream(seen.header("webhook-signature").split(" ", -1))
                        .anyMatch(("v1,"
                                + base64(mac(
                                        "HmacSHA256",
                                        secret,
                                        (seen.header("webhook-id") + "." + seen.header("webhook-timestamp") + ".")
                                                .getBytes(UTF_8),
                                        seen.body())))::equals);
            case STRIPE -> stripe(secret, seen);
            case GITHUB ->
                seen.header("x-hub-signature-256").equals("sha256=" + hex(mac("HmacSHA256", secret, seen.body())));
            case SHOPIFY -> seen.header("x-shopify-hmac-sha256").equals(base64(mac("HmacSHA256", secret, seen.body())));
            case SLACK ->
                seen.header("x-slack-signature")
                        .equals("v0="
                                + hex(mac(
                                        "HmacSHA256",
                                        secret,
                                        ("v0:" + seen.header("x-slack-request-timestamp") + ":").getBytes(UTF_8),
                                        seen.body())));
            case TWILIO -> twilio(secret, seen);
            case INTERCOM -> seen.header("x-hub-signature").equals("sha1=" + hex(mac("HmacSHA1", secret, seen.body())));
            case MANDRILL ->
                seen.header("x-mandrill-signature")
                        .equals(base64(mac("HmacSHA1", secret, (seen.url() + fields(seen.body())).getBytes(UTF_8))));
            case WOOCOMMERCE ->
                seen.header("x-wc-webhook-signature").equals(base64(mac("HmacSHA256", secret, seen.body())));
            case ELASTIC -> seen.header("x-eio-signature").equals(hex(mac("HmacSHA512", secret, seen.body())));
            case NONE -> true;
        };
    }

    /** "t=…,v1=…": the signed text is the time, a dot and the body; any v1 may be it. */
    private static boolean stripe(String secret, Seen seen) {
        String[] parts = seen.header("stripe-signature").split(",", -1);
        String time = parts[0].substring("t=".length());
        String expected = "v1=" + hex(mac("HmacSHA256", secret, (time + ".").getBytes(UTF_8), seen.body()));
        return parts[0].startsWith("t=") && Arrays.asList(parts).contains(expected);
    }

    /** The hash of the body in the URL says that it is no form, and has to be the body's. */
    private static boolean twilio(String secret, Seen seen) {
        int hash = seen.url().indexOf("bodySHA256=");
        boolean form = seen.header("content-type").startsWith("application/x-www-form-urlencoded");
        String signed = form ? seen.url() + fields(seen.body()) : seen.url();
        boolean body =
                form || seen.url().substring(hash + "bodySHA256=".length()).equals(hex(sha256(seen.body())));
        return body
                && seen.header("x-twilio-signature").equals(base64(mac("HmacSHA1", secret, signed.getBytes(UTF_8))));
    }

    private static String fields(byte[] form) {
        return Arrays.stream(new String(form, ISO_8859_1).split("&", -1))
                .map(field -> field.split("=", 2))
                .map(pair -> URLDecoder.decode(pair[0], UTF_8) + URLDecoder.decode(pair[1], UTF_8))
                .sorted()
                .collect(Collectors.joining());
    }

    static byte[] mac(String algorithm, String secret, byte[]... parts) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                all.writeBytes(part);
            }
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
            return mac.doFinal(all.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            text.append(String.format("%02x", one));
        }
        return text.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
