package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.SigningKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;

/** HMAC (RFC 2104) under every hash that a style of signing asks for. Confined to one event loop. */
final class Macs {
    private final Mac sha1 = mac("HmacSHA1");
    private final Mac sha256 = mac("HmacSHA256");
    private final Mac sha512 = mac("HmacSHA512");

    byte[] sha1(SigningKey key, byte[]... parts) {
        return of(sha1, key, parts);
    }

    byte[] sha256(SigningKey key, byte[]... parts) {
        return of(sha256, key, parts);
    }

    byte[] sha512(SigningKey key, byte[]... parts) {
        return of(sha512, key, parts);
    }

    private static byte[] of(Mac mac, SigningKey key, byte[]... parts) {
        try {
            mac.init(key.key());
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("any bytes are an HMAC key", impossible);
        }
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + algorithm, missing);
        }
    }
}
