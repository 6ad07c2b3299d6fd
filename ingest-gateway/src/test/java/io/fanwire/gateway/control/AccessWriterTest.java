package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.gateway.control.AccessDraft.AuthDraft;
import io.fanwire.gateway.control.AccessDraft.HeaderDraft;
import io.fanwire.gateway.control.AccessDraft.Word;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.SubscriptionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of secrets, and client certificates. */
class AccessWriterTest {
    private static final SubscriptionKey KEY = new SubscriptionKey("acme", "sub_1");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path certificates;

    private static KeyStore one;
    private static KeyStore other;

    @TempDir
    private Path folder;

    private SecretSealer sealer;
    private AccessWriter writer;

    @BeforeAll
    static void makeCertificates() throws Exception {
        one = make("one");
        other = make("other");
    }

    @BeforeEach
    void make() {
        sealer = SecretSealer.createOrOpen(folder.resolve("keys.json"));
        writer = new AccessWriter(sealer);
    }

    private static KeyStore make(String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = certificates.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static String certificate(KeyStore store) throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate("a").getEncoded());
    }

    private static String key(KeyStore store) throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded());
    }

    private static AccessDraft mtls(String certificate, Optional<String> key, Optional<String> ca) {
        Map<String, String> parameters = new java.util.HashMap<>(Map.of("certificate", certificate));
        ca.ifPresent(pem -> parameters.put("ca", pem));
        return new AccessDraft(
                Map.of(), Optional.of(new AuthDraft(Auth.MTLS, parameters, "privateKey", key.map(SecretText::new))));
    }

    private Checked<Access> written(AccessDraft draft, Access before) {
        return writer.sealed(KEY, draft, before, Instant.now());
    }

    private Access ok(AccessDraft draft, Access before) {
        return written(draft, before).fold(access -> access, problem -> {
            throw new AssertionError(problem);
        });
    }

    private static Problem problem(Checked<Access> checked) {
        return checked.fold(
                access -> {
                    throw new AssertionError("was accepted");
                },
                problem -> problem);
    }

    @Test
    void eachSecretOpensAtItsOwnPlaceOnly() {
        AccessDraft draft = new AccessDraft(
                Map.of("X-Token", new HeaderDraft(Word.SECRET, new SecretText("hush"))),
                Optional.of(new AuthDraft(
                        Auth.BASIC, Map.of("username", "fan"), "password", Optional.of(new SecretText("mum")))));

        Access access = ok(draft, Access.NONE);

        byte[] header = access.secretHeaders().values().iterator().next().bytes();
        byte[] password = access.auth().orElseThrow().secret().bytes();
        assertThat(new String(sealer.open(header, Seal.HEADERS.boundTo(KEY)), UTF_8))
                .isEqualTo("hush");
        assertThat(new String(sealer.open(password, Seal.AUTH.boundTo(KEY)), UTF_8))
                .isEqualTo("mum");
        assertThatThrownBy(() -> sealer.open(password, Seal.HEADERS.boundTo(KEY)))
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> sealer.open(header, Seal.HEADERS.boundTo(new SubscriptionKey("acme", "sub_2"))))
                .isInstanceOf(SealException.class);
        assertThat(draft.toString()).doesNotContain("hush", "mum");
    }

    @Test
    void aClientCertificateIsCheckedWhenItIsSaved() throws GeneralSecurityException {
        Access saved = ok(mtls(certificate(one), Optional.of(key(one)), Optional.of(certificate(other))), Access.NONE);

        assertThat(saved.auth().orElseThrow().parameters()).containsOnlyKeys("certificate", "ca");
        assertThat(problem(written(mtls(certificate(one), Optional.of(key(other)), Optional.empty()), Access.NONE))
                        .errors()
                        .get(0)
                        .pointer())
                .isEqualTo("/auth/privateKey");
        assertThat(problem(written(mtls(certificate(one), Optional.of(key(one)), Optional.of("x")), Access.NONE))
                        .errors()
                        .get(0)
                        .pointer())
                .isEqualTo("/auth/ca");
        Problem wrongKind =
                problem(written(mtls(certificate(one), Optional.of(certificate(one)), Optional.empty()), Access.NONE));
        assertThat(wrongKind.code()).isEqualTo("invalid_certificate");
        assertThat(wrongKind.detail()).contains("PKCS#8");
    }

    @Test
    void aKeyThatIsKeptMustFitTheNewCertificate() throws GeneralSecurityException {
        Access saved = ok(mtls(certificate(one), Optional.of(key(one)), Optional.empty()), Access.NONE);

        assertThat(ok(mtls(certificate(one), Optional.empty(), Optional.empty()), saved))
                .isEqualTo(saved);
        assertThat(problem(written(mtls(certificate(other), Optional.empty(), Optional.empty()), saved))
                        .errors()
                        .get(0)
                        .pointer())
                .isEqualTo("/auth/privateKey");
    }

    @Test
    void aCertificateThatIsNotValidNowIsRefused() throws GeneralSecurityException {
        Checked<Access> later = writer.sealed(
                KEY,
                mtls(certificate(one), Optional.of(key(one)), Optional.empty()),
                Access.NONE,
                Instant.now().plusSeconds(86_400L * 3650));

        assertThat(problem(later).code()).isEqualTo("certificate_expired");
    }
}
