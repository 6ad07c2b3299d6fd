package io.fanwire.gateway.control;

import io.fanwire.schemas.HeaderRules;
import io.fanwire.schemas.SigningStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code signing}: {@code {"style","secret"?}}, for the style {@code standard} with {@code headerPrefix}, for {@code elastic} with
 * {@code header} and {@code hash}.
 */
final class SigningReader {
    private static final String CODE = "invalid_signing";
    private static final int MOST_TEXT = 1024;
    private static final String USUAL_HASH = "sha512";
    private static final Set<String> HASHES = Set.of(USUAL_HASH, "sha256");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,30}");
    private static final Set<String> MEANT_OTHERWISE =
            Set.of("authorization", "content-type", "cookie", "proxy-authorization", "traceparent", "user-agent");

    private SigningReader() {}

    static SigningDraft read(FieldReader fields) {
        SigningStyle style = style(fields);
        Optional<String> text = fields.text("secret", MOST_TEXT, "invalid_secret");
        if (!style.signs() && text.isPresent()) {
            fields.error("secret", "invalid_secret", "Without signing there is no secret.");
        }
        Optional<SigningSecret> secret =
                text.filter(given -> style.signs()).flatMap(given -> SigningSecret.read(given, style, fields));
        Optional<String> prefix = prefix(fields, style);
        Optional<String> header = header(fields, style);
        Optional<String> hash = hash(fields, style);
        fields.nothingElse();
        return new SigningDraft(style, prefix.or(() -> header), hash, secret);
    }

    private static SigningStyle style(FieldReader fields) {
        Optional<String> text = fields.text("style", MOST_TEXT, CODE);
        Optional<SigningStyle> style = text.flatMap(SigningStyle::parse);
        if (text.isPresent() && style.isEmpty()) {
            String all =
                    Arrays.stream(SigningStyle.values()).map(SigningStyle::text).collect(Collectors.joining(", "));
            fields.error("style", CODE, "This must be one of " + all + ".");
        }
        return style.orElse(SigningStyle.STANDARD);
    }

    /** Kept with a dash at its end, and not at all where it is the usual one. */
    private static Optional<String> prefix(FieldReader fields, SigningStyle style) {
        Optional<String> text = fields.text("headerPrefix", MOST_TEXT, CODE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!style.takesPrefix()) {
            fields.error("headerPrefix", CODE, "Headers have a prefix in the style standard alone.");
            return Optional.empty();
        }
        if (!PREFIX.matcher(text.get()).matches()) {
            fields.error("headerPrefix", CODE, "A prefix has up to 31 letters, digits and dashes, such as svix-.");
            return Optional.empty();
        }
        String prefix = text.get().endsWith("-") ? text.get() : text.get() + "-";
        if (prefix.equalsIgnoreCase(SigningStyle.STANDARD_PREFIX)) {
            return Optional.empty();
        }
        if (HeaderRules.reserved(prefix + "id")) {
            fields.error("headerPrefix", "reserved_header", "These headers are set by the platform alone.");
        }
        return Optional.of(prefix);
    }

    private static Optional<String> header(FieldReader fields, SigningStyle style) {
        Optional<String> name = fields.text("header", MOST_TEXT, CODE);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!style.takesHeaderAndHash()) {
            fields.error("header", CODE, "The header has a name of its own in the style elastic alone.");
            return Optional.empty();
        }
        if (!HeaderRules.valid(name.get())) {
            fields.error("header", CODE, "This is not the name of a header.");
        } else if (HeaderRules.reserved(name.get())
                || MEANT_OTHERWISE.contains(name.get().toLowerCase(Locale.ROOT))) {
            fields.error("header", "reserved_header", "This header means something else.");
        }
        return name;
    }

    private static Optional<String> hash(FieldReader fields, SigningStyle style) {
        Optional<String> hash = fields.text("hash", MOST_TEXT, CODE);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        if (!style.takesHeaderAndHash()) {
            fields.error("hash", CODE, "There is a choice of hashes in the style elastic alone.");
        } else if (!HASHES.contains(hash.get())) {
            fields.error("hash", CODE, "This must be sha512 or sha256.");
        }
        return hash.filter(name -> !name.equals(USUAL_HASH));
    }
}
