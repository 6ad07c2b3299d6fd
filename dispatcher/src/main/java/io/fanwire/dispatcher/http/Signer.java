package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.SigningKey;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription.Signing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Signatures over the exact bytes sent, each in the way that its vendor documents:
 *
 * <pre>
 *   standard     id.time.body             SHA-256  v1,&lt;Base64&gt;, one per secret, separated by spaces
 *   stripe       time.body                SHA-256  t=time,v1=&lt;hex&gt;, one v1 per secret
 *   github       body                     SHA-256  sha256=&lt;hex&gt;
 *   shopify      body                     SHA-256  &lt;Base64&gt;
 *   slack        v0:time:body             SHA-256  v0=&lt;hex&gt;
 *   twilio       url, fields of a form    SHA-1    &lt;Base64&gt;; of another body, its hash is in the url
 *   mandrill     url, fields of a form    SHA-1    &lt;Base64&gt;
 *   intercom     body                     SHA-1    sha1=&lt;hex&gt;
 *   woocommerce  body                     SHA-256  &lt;Base64&gt;
 *   elastic      body                     SHA-512  &lt;hex&gt;; SHA-256 where that is wanted
 * </pre>
 *
 * Where there is room for one signature, the oldest secret that is still valid makes it. Confined to one event loop.
 */
final class Signer {
    static final String SHA256 = "sha256";

    private final Macs macs = new Macs();

    /**
     * What is signed.
     *
     * @param id of the event
     * @param added to the query of the URL
     */
    record Message(String id, Instant time, HttpUrl target, String added, String contentType, Payload body) {
        /** As it is called. */
        String url() {
            return target + added;
        }

        String seconds() {
            return Long.toString(time.getEpochSecond());
        }
    }

    /**
     * The headers that prove where the message comes from.
     *
     * @throws UnsignableException when no key is valid now
     * @throws IllegalArgumentException when the style cannot sign such a body
     */
    Map<String, String> headers(Signing signing, List<SigningKey> keys, Message message) {
        if (!signing.style().signs()) {
            return Map.of();
        }
        List<SigningKey> valid = valid(keys, message.time());
        if (valid.isEmpty()) {
            throw new UnsignableException("no signing secret is valid now");
        }
        List<String> names = signing.style().proofs(signing.header());
        return switch (signing.style()) {
            case STANDARD ->
                Map.of(
                        names.get(0), standard(valid, message),
                        names.get(1), message.id(),
                        names.get(2), message.seconds());
            case SLACK ->
                Map.of(
                        names.get(0), one(signing, valid.get(valid.size() - 1), message),
                        names.get(1), message.seconds());
            case STRIPE -> Map.of(names.get(0), stripe(valid, message));
            case GITHUB, SHOPIFY, TWILIO, INTERCOM, MANDRILL, WOOCOMMERCE, ELASTIC, NONE ->
                Map.of(names.get(0), one(signing, valid.get(valid.size() - 1), message));
        };
    }

    private String standard(List<SigningKey> keys, Message message) {
        byte[] head = (message.id() + "." + message.seconds() + ".").getBytes(UTF_8);
        StringJoiner proofs = new StringJoiner(" ");
        for (SigningKey key : keys) {
            proofs.add("v1," + base64(macs.sha256(key, head, message.body().bytes())));
        }
        return proofs.toString();
    }

    private static List<SigningKey> valid(List<SigningKey> keys, Instant now) {
        List<SigningKey> valid = new ArrayList<>(keys.size());
        for (SigningKey key : keys) {
            if (key.validAt(now)) {
                valid.add(key);
            }
        }
        return valid;
    }

    private String stripe(List<SigningKey> keys, Message message) {
        byte[] head = (message.seconds() + ".").getBytes(UTF_8);
        return keys.stream()
                .map(key -> ",v1=" + hex(macs.sha256(key, head, message.body().bytes())))
                .collect(Collectors.joining("", "t=" + message.seconds(), ""));
    }

    /** Of the styles that have room for one. */
    private String one(Signing signing, SigningKey key, Message message) {
        byte[] body = message.body().bytes();
        return switch (signing.style()) {
            case GITHUB -> "sha256=" + hex(macs.sha256(key, body));
            case SHOPIFY, WOOCOMMERCE -> base64(macs.sha256(key, body));
            case SLACK -> "v0=" + hex(macs.sha256(key, ("v0:" + message.seconds() + ":").getBytes(UTF_8), body));
            case TWILIO, MANDRILL ->
                base64(macs.sha1(key, (message.url() + fields(signing.style(), message)).getBytes(UTF_8)));
            case INTERCOM -> "sha1=" + hex(macs.sha1(key, body));
            case ELASTIC ->
                hex(
                        signing.hash().filter(SHA256::equals).isPresent()
                                ? macs.sha256(key, body)
                                : macs.sha512(key, body));
            case STANDARD, STRIPE, NONE -> throw new IllegalStateException(signing.style() + " signs otherwise");
        };
    }

    private static String fields(SigningStyle style, Message message) {
        if (FormFields.isForm(message.contentType())) {
            return FormFields.sorted(message.body());
        }
        if (style.signsFormsOnly()) {
            throw new IllegalArgumentException("this style signs the fields of a form, and the body is none");
        }
        return "";
    }

    private static String base64(byte[] mac) {
        return Base64.getEncoder().encodeToString(mac);
    }

    private static String hex(byte[] mac) {
        return HexFormat.of().formatHex(mac);
    }
}
