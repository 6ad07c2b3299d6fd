package io.fanwire.runtime.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys as they are written in PEM (RFC 7468). */
final class Pem {
    private static final int MOST_CERTIFICATES = 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private Pem() {}

    /** One block: its label and what it holds. */
    private static final class Block {
        private final String label;
        private final byte[] content;

        Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }
    }

    static List<X509Certificate> certificates(String part, String text) throws PemException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks(part, text)) {
            if (!block.label.equals("CERTIFICATE")) {
                throw new PemException(part, "This holds a block that is no CERTIFICATE.");
            }
            found.add(certificate(part, block.content));
        }
        if (found.isEmpty() || found.size() > MOST_CERTIFICATES) {
            throw new PemException(part, "This must be 1 to " + MOST_CERTIFICATES + " certificates in PEM.");
        }
        return found;
    }

    /** A key of the algorithm that {@code certificate} names. */
    static PrivateKey privateKey(String part, String text, X509Certificate certificate) throws PemException {
        List<Block> blocks = blocks(part, text);
        if (blocks.size() != 1 || !blocks.get(0).label.equals("PRIVATE KEY")) {
            throw new PemException(
                    part,
                    "This must be one PRIVATE KEY in PEM, PKCS#8 and not encrypted: openssl pkcs8 -topk8 -nocrypt makes it of"
                            + " others.");
        }
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0).content));
        } catch (GeneralSecurityException another) {
            throw new PemException(part, "This is no key of the certificate's algorithm, " + algorithm + ".");
        }
    }

    private static X509Certificate certificate(String part, byte[] content) throws PemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (CertificateException unreadable) {
            throw new PemException(part, "This holds a certificate that cannot be read.");
        }
    }

    private static List<Block> blocks(String part, String text) throws PemException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        try {
            while (matcher.find()) {
                byte[] base64 = matcher.group(2).replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII);
                blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(base64)));
            }
        } catch (IllegalArgumentException notBase64) {
            throw new PemException(part, "This is not PEM.");
        }
        return blocks;
    }
}
