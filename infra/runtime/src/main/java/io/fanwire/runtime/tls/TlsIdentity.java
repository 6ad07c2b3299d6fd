package io.fanwire.runtime.tls;

import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretText;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A client's certificate with its key, and whom it trusts instead of the public authorities. Each is one of its own: no two are equal. */
public final class TlsIdentity implements Secret {
    public static final String CERTIFICATE = "certificate";
    public static final String PRIVATE_KEY = "privateKey";
    public static final String CA = "ca";

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<X509Certificate> trusted;

    private TlsIdentity(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trusted) {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Reads PEM.
     *
     * @param certificate the client's own first, then those between it and its authority
     * @param ca authorities that the server's certificate is checked against
     * @throws PemException when a text is not what it should be, or the key is not the certificate's
     */
    public static TlsIdentity read(String certificate, SecretText privateKey, Optional<String> ca) throws PemException {
        List<X509Certificate> chain = Pem.certificates(CERTIFICATE, certificate);
        PrivateKey key = Pem.privateKey(PRIVATE_KEY, privateKey.reveal(), chain.get(0));
        if (!belongTogether(chain.get(0), key)) {
            throw new PemException(PRIVATE_KEY, "This is not the key of the certificate.");
        }
        return new TlsIdentity(chain, key, ca.isPresent() ? Pem.certificates(CA, ca.get()) : List.of());
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    /** Empty: the public authorities. */
    public List<X509Certificate> trusted() {
        return trusted;
    }

    /** Whether the certificate is valid at a time. */
    public boolean validAt(Instant time) {
        X509Certificate own = chain.get(0);
        return !time.isBefore(own.getNotBefore().toInstant())
                && !time.isAfter(own.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return "TLS identity";
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] text = "fanwire".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
