package io.fanwire.dispatcher.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRL;
import java.security.cert.CRLReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that their authorities took back (RFC 5280, section 5), from a file that the operator keeps. Nothing is fetched: the
 * address in a certificate is chosen by whoever shows it. While it is asked, the file is looked at now and then, beside the handshake that
 * asks; one that cannot be read changes nothing. A list counts as long as it is in the file, also past the time of its next update. Any
 * thread may use it.
 */
public final class RevocationLists {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationLists.class);

    private final Path file;
    private final long every;
    private final AtomicLong looked = new AtomicLong(System.nanoTime());
    private volatile Content content;

    /** The bytes of the file and what they say. */
    private static final class Content {
        private final byte[] bytes;
        private final List<X509CRL> lists;

        Content(byte[] bytes) throws GeneralSecurityException {
            this.bytes = bytes;
            Collection<? extends CRL> read =
                    CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(bytes));
            this.lists = read.stream().map(X509CRL.class::cast).toList();
            if (lists.isEmpty()) {
                throw new CertificateException("there is none in it");
            }
        }
    }

    /**
     * Reads the file.
     *
     * @param file one list or several, in PEM
     * @param every how often it is looked at
     * @throws IllegalArgumentException when it holds none
     */
    public RevocationLists(Path file, Duration every) {
        this.file = file;
        this.every = every.toNanos();
        try {
            this.content = new Content(Files.readAllBytes(file));
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(file + " holds no certificate revocation list: " + unusable, unusable);
        }
    }

    /** Throws when one of these was taken back by who issued it. */
    void check(X509Certificate[] chain) throws CertificateException {
        long now = System.nanoTime();
        long last = looked.get();
        if (now - last >= every && looked.compareAndSet(last, now)) {
            CompletableFuture.runAsync(this::look);
        }
        for (X509Certificate certificate : chain) {
            if (content.lists.stream()
                    .anyMatch(list -> revoked(Optional.ofNullable(list.getRevokedCertificate(certificate))))) {
                throw new CertificateException("the certificate was revoked by its authority");
            }
        }
    }

    /** A list of changes may also take a revocation back. */
    private static boolean revoked(Optional<X509CRLEntry> entry) {
        return entry.isPresent() && entry.get().getRevocationReason() != CRLReason.REMOVE_FROM_CRL;
    }

    private void look() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!MessageDigest.isEqual(bytes, content.bytes)) {
                content = new Content(bytes);
                LOG.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("lists", content.lists.size())
                        .log("there are new certificate revocation lists");
            }
        } catch (IOException | GeneralSecurityException unusable) {
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("error", unusable.toString())
                    .log("the certificate revocation lists cannot be read; those read before still count");
        }
    }
}
