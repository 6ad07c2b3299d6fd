package io.fanwire.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** Whether a private key belongs to a certificate: what the one signs, the other must verify. */
final class KeyPairCheck {
    private static final int PROBE = 32;

    private KeyPairCheck() {}

    /** @throws IllegalArgumentException when the files hold no certificate and key, or not of the same pair */
    static void require(PemKeyCertOptions pair, Vertx vertx, Path certificate, Path key) {
        boolean belong;
        try {
            belong = keys(pair, vertx).map(KeyPairCheck::belong).orElse(false);
        } catch (Exception unreadable) { // as declared
            throw new IllegalArgumentException(
                    certificate + " and " + key + " are no certificate and private key in PEM: "
                            + unreadable.getMessage(),
                    unreadable);
        }
        if (!belong) {
            throw new IllegalArgumentException(
                    "the key in " + key + " is not that of the certificate in " + certificate);
        }
    }

    private static Optional<Pair> keys(PemKeyCertOptions options, Vertx vertx) throws Exception {
        return Arrays.stream(options.getKeyManagerFactory(vertx).getKeyManagers())
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .flatMap(KeyPairCheck::pairs)
                .findFirst();
    }

    private static Stream<Pair> pairs(X509KeyManager keys) {
        return Stream.of("RSA", "EC", "EdDSA", "RSASSA-PSS")
                .flatMap(type -> Optional.ofNullable(keys.getServerAliases(type, null)).stream())
                .flatMap(Arrays::stream)
                .map(alias -> new Pair(keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0]));
    }

    private static boolean belong(Pair pair) {
        byte[] probe = new byte[PROBE];
        new SecureRandom().nextBytes(probe);
        try {
            Signature signature = Signature.getInstance(algorithm(pair.key()));
            signature.initSign(pair.key());
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(pair.certificate().getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException differ) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }

    private record Pair(PrivateKey key, X509Certificate certificate) {}
}
