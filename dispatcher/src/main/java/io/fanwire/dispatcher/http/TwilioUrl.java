package io.fanwire.dispatcher.http;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.SigningStyle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Twilio signs the fields of a form with the URL; of any other body it adds the hash to the URL, and signs that. */
final class TwilioUrl {
    private TwilioUrl() {}

    /** What is added to the query; empty for forms and for other styles. */
    static String bodyHash(HttpUrl url, SigningStyle style, Delivery delivery) {
        if (style != SigningStyle.TWILIO || FormFields.isForm(delivery.contentType())) {
            return "";
        }
        String hash = HexFormat.of().formatHex(sha256(delivery.body().bytes()));
        return (url.pathAndQuery().indexOf('?') < 0 ? "?" : "&") + "bodySHA256=" + hash;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
