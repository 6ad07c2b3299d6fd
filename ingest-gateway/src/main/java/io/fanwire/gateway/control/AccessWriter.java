package io.fanwire.gateway.control;

import io.fanwire.gateway.control.AccessDraft.AuthDraft;
import io.fanwire.gateway.control.AccessDraft.HeaderDraft;
import io.fanwire.gateway.control.AccessDraft.Word;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.runtime.tls.PemException;
import io.fanwire.runtime.tls.TlsIdentity;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.SubscriptionKey;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Seals what a draft brings, and keeps what it leaves as it is. */
final class AccessWriter {
    private final SecretSealer sealer;

    AccessWriter(SecretSealer sealer) {
        this.sealer = sealer;
    }

    /** What is stored, or why the draft cannot be. */
    Checked<Access> sealed(SubscriptionKey key, AccessDraft draft, Access before, Instant now) {
        return auth(key, draft, before, now).then(auth -> headers(key, draft, before, auth));
    }

    private Checked<Access> headers(SubscriptionKey key, AccessDraft draft, Access before, Optional<Auth> auth) {
        Map<String, Payload> old = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        old.putAll(before.secretHeaders());
        Map<String, String> plain = new HashMap<>();
        Map<String, Payload> secret = new HashMap<>();
        for (Map.Entry<String, HeaderDraft> header : draft.headers().entrySet()) {
            String name = header.getKey();
            HeaderDraft value = header.getValue();
            boolean was = old.containsKey(name);
            if (value.word() == Word.KEPT && !was) {
                return refused("/headers/" + pointer(name), "secret_missing", "There is no secret header to keep.");
            }
            if (setByAuth(auth, name)) {
                return refused("/headers/" + pointer(name), "invalid_header", "This header is set by auth.");
            }
            if (value.word() == Word.KEPT) {
                secret.put(name, old.getOrDefault(name, Payload.utf8("")));
            } else if (value.word() == Word.SECRET || (value.word() == Word.NOTHING && was)) {
                secret.put(name, seal(key, Seal.HEADERS, value.value(), Optional.ofNullable(old.get(name))));
            } else {
                plain.put(name, value.value().reveal());
            }
        }
        return Checked.ok(new Access(plain, secret, auth));
    }

    private static boolean setByAuth(Optional<Auth> auth, String name) {
        return auth.filter(login -> switch (login.type()) {
                    case Auth.BASIC, Auth.OAUTH2 -> name.equalsIgnoreCase("authorization");
                    case Auth.API_KEY ->
                        name.equalsIgnoreCase(login.parameters().getOrDefault("header", ""));
                    default -> false;
                })
                .isPresent();
    }

    private Checked<Optional<Auth>> auth(SubscriptionKey key, AccessDraft draft, Access before, Instant now) {
        if (draft.auth().isEmpty()) {
            return Checked.ok(Optional.empty());
        }
        AuthDraft wanted = draft.auth().get();
        Optional<Auth> kept = before.auth()
                .filter(old -> wanted.secret().isEmpty() && old.type().equals(wanted.type()));
        if (wanted.secret().isEmpty() && kept.isEmpty()) {
            return refused("/auth/" + wanted.member(), "secret_missing", "There is no secret of this kind to keep.");
        }
        if (kept.filter(old -> !sameReceiver(old, wanted)).isPresent()) {
            return refused(
                    "/auth/" + wanted.member(),
                    "secret_missing",
                    "The secret must be given again when tokenUrl changes: it would go to another receiver.");
        }
        if (wanted.type().equals(Auth.MTLS)) {
            Optional<Problem> wrong = identity(key, wanted, kept, now);
            if (wrong.isPresent()) {
                return Checked.refused(wrong.get());
            }
        }
        Payload sealed = wanted.secret()
                .map(text -> seal(key, Seal.AUTH, text, before.auth().map(Auth::secret)))
                .orElseGet(() -> kept.map(Auth::secret).orElseThrow());
        return Checked.ok(Optional.of(new Auth(wanted.type(), wanted.parameters(), sealed)));
    }

    private static boolean sameReceiver(Auth old, AuthDraft wanted) {
        return !wanted.type().equals(Auth.OAUTH2)
                || wanted.parameters()
                        .getOrDefault(AuthReader.TOKEN_URL, "")
                        .equals(old.parameters().getOrDefault(AuthReader.TOKEN_URL, ""));
    }

    /** What is wrong with a client certificate. */
    private Optional<Problem> identity(SubscriptionKey key, AuthDraft wanted, Optional<Auth> kept, Instant now) {
        try {
            SecretText privateKey = wanted.secret()
                    .orElseGet(() -> SecretText.of(
                            sealer.open(kept.map(Auth::secret).orElseThrow().bytes(), Seal.AUTH.boundTo(key))));
            TlsIdentity identity = TlsIdentity.read(
                    wanted.parameters().getOrDefault(TlsIdentity.CERTIFICATE, ""),
                    privateKey,
                    Optional.ofNullable(wanted.parameters().get(TlsIdentity.CA)));
            return identity.validAt(now)
                    ? Optional.empty()
                    : Optional.of(Problem.field(
                            "/auth/" + TlsIdentity.CERTIFICATE,
                            "certificate_expired",
                            "The certificate is not valid at this time."));
        } catch (PemException wrong) {
            return Optional.of(Problem.field("/auth/" + wrong.part(), "invalid_certificate", wrong.detail()));
        } catch (SealException closed) {
            return Optional.of(Problem.field(
                    "/auth/" + TlsIdentity.PRIVATE_KEY, "secret_missing", "The key that is there does not open."));
        }
    }

    /** What is there already where it says the same: sealed anew it would look like a change. */
    private Payload seal(SubscriptionKey key, Seal use, SecretText text, Optional<Payload> before) {
        String boundTo = use.boundTo(key);
        return before.filter(old -> opensTo(old, boundTo, text))
                .orElseGet(() -> Payload.of(sealer.seal(text.bytes(), boundTo)));
    }

    private boolean opensTo(Payload old, String boundTo, SecretText text) {
        try {
            return MessageDigest.isEqual(sealer.open(old.bytes(), boundTo), text.bytes());
        } catch (SealException anotherKeySet) {
            return false;
        }
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static <T> Checked<T> refused(String pointer, String code, String detail) {
        return Checked.refused(Problem.field(pointer, code, detail));
    }
}
