package io.fanwire.gateway.control;

import io.fanwire.gateway.control.AccessDraft.AuthDraft;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.runtime.tls.TlsIdentity;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.HeaderRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads {@code auth}, how requests log in:
 *
 * <pre>
 *   {"type":"basic",  "username", "password"}
 *   {"type":"apiKey", "header", "value"}
 *   {"type":"oauth2", "tokenUrl", "clientId", "clientSecret", "scope"?, "audience"?, "tokenEndpointAuthMethod"?}
 *   {"type":"mtls",   "certificate", "privateKey", "ca"?}
 * </pre>
 *
 * The last but one of {@code oauth2} is what some authorities want beside the scope; {@code tokenEndpointAuthMethod} is {@code
 * client_secret_basic} or {@code client_secret_post} (RFC 7591). One member of each type is secret; {@code "***"} keeps the one that is
 * there.
 */
final class AuthReader {
    static final String TOKEN_URL = "tokenUrl";
    static final String BASIC_METHOD = "client_secret_basic";
    static final String POST_METHOD = "client_secret_post";

    private static final String CODE = "invalid_auth";
    private static final int MOST_TEXT = 1024;
    private static final int MOST_SECRET = 4096;
    private static final int MOST_PEM = 32 * 1024;
    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
    private static final Pattern WORDS = Pattern.compile("[!-~]+( [!-~]+)*");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final CallbackUrls urls;

    AuthReader(CallbackUrls urls) {
        this.urls = urls;
    }

    Optional<AuthDraft> read(FieldReader fields) {
        return fields.inner("auth", CODE).flatMap(this::auth);
    }

    private Optional<AuthDraft> auth(FieldReader fields) {
        String type = fields.text("type", MOST_TEXT, CODE).orElse("");
        Map<String, String> parameters = new LinkedHashMap<>();
        String secret =
                switch (type) {
                    case Auth.BASIC -> basic(fields, parameters);
                    case Auth.API_KEY -> apiKey(fields, parameters);
                    case Auth.OAUTH2 -> oauth2(fields, parameters);
                    case Auth.MTLS -> mtls(fields, parameters);
                    default -> "";
                };
        if (secret.isEmpty()) {
            fields.error("type", CODE, "This must be basic, apiKey, oauth2 or mtls.");
            return Optional.empty();
        }
        Optional<SecretText> given = secret(fields, type, secret);
        fields.nothingElse();
        return Optional.of(new AuthDraft(type, parameters, secret, given));
    }

    private static String basic(FieldReader fields, Map<String, String> parameters) {
        required(fields, "username", parameters, text -> !text.contains(":") && clean(text), "without a colon");
        return "password";
    }

    private static String apiKey(FieldReader fields, Map<String, String> parameters) {
        required(fields, "header", parameters, HeaderRules::valid, "that names a header");
        if (HeaderRules.reserved(parameters.getOrDefault("header", ""))) {
            fields.error("header", "reserved_header", "This header is set by the platform alone.");
        }
        return "value";
    }

    private String oauth2(FieldReader fields, Map<String, String> parameters) {
        urls.read(fields, TOKEN_URL).ifPresent(url -> parameters.put(TOKEN_URL, url));
        required(fields, "clientId", parameters, text -> VISIBLE.matcher(text).matches(), "of visible ASCII");
        optional(fields, "scope", parameters, text -> WORDS.matcher(text).matches(), "Words, separated by spaces.");
        optional(fields, "audience", parameters, text -> VISIBLE.matcher(text).matches(), "Visible ASCII.");
        optional(
                fields,
                "tokenEndpointAuthMethod",
                parameters,
                text -> text.equals(BASIC_METHOD) || text.equals(POST_METHOD),
                "This must be " + BASIC_METHOD + " or " + POST_METHOD + ".");
        return "clientSecret";
    }

    private static String mtls(FieldReader fields, Map<String, String> parameters) {
        for (String name : new String[] {TlsIdentity.CERTIFICATE, TlsIdentity.CA}) {
            fields.text(name, MOST_PEM, CODE).ifPresent(pem -> parameters.put(name, pem));
        }
        if (!parameters.containsKey(TlsIdentity.CERTIFICATE)) {
            fields.error(TlsIdentity.CERTIFICATE, CODE, "This is missing.");
        }
        return TlsIdentity.PRIVATE_KEY;
    }

    private static Optional<SecretText> secret(FieldReader fields, String type, String name) {
        Optional<String> text = fields.text(name, type.equals(Auth.MTLS) ? MOST_PEM : MOST_SECRET, CODE);
        boolean fits = text.filter(given -> !given.isEmpty())
                .filter(given -> switch (type) {
                    case Auth.API_KEY -> HeaderRules.fits(given);
                    case Auth.MTLS -> true;
                    default -> clean(given);
                })
                .isPresent();
        if (!fits) {
            fields.error(name, CODE, "This must be a string without control characters.");
        }
        return text.filter(given -> fits && !given.equals(SecretText.HIDDEN)).map(SecretText::new);
    }

    private static void required(
            FieldReader fields, String name, Map<String, String> parameters, Predicate<String> fits, String which) {
        Optional<String> text = fields.text(name, MOST_TEXT * 2, CODE);
        if (text.filter(given -> !given.isEmpty()).filter(fits).isPresent()) {
            parameters.put(name, text.get());
        } else {
            fields.error(name, CODE, ("This must be a string " + which).strip() + ".");
        }
    }

    private static void optional(
            FieldReader fields, String name, Map<String, String> parameters, Predicate<String> fits, String detail) {
        Optional<String> text = fields.text(name, MOST_TEXT, CODE);
        text.filter(fits).ifPresent(given -> parameters.put(name, given));
        if (text.isPresent() && !parameters.containsKey(name)) {
            fields.error(name, CODE, detail);
        }
    }

    private static boolean clean(String text) {
        return !CONTROL.matcher(text).find();
    }
}
