package io.fanwire.schemas;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose way of signing requests a subscription follows, so that its receiver checks them with what it has already. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
public enum SigningStyle {
    /** Standard Webhooks 1.0, scheme {@code v1}. */
    STANDARD(List.of("webhook-signature", "webhook-id", "webhook-timestamp")),
    STRIPE(List.of("Stripe-Signature")),
    GITHUB(List.of("X-Hub-Signature-256"), "X-GitHub-Delivery", "X-GitHub-Hook-ID"),
    SHOPIFY(List.of("X-Shopify-Hmac-Sha256"), "X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Triggered-At"),
    SLACK(List.of("X-Slack-Signature", "X-Slack-Request-Timestamp")),
    TWILIO(List.of("X-Twilio-Signature")),
    INTERCOM(List.of("X-Hub-Signature")),
    MANDRILL(List.of("X-Mandrill-Signature")),
    WOOCOMMERCE(List.of("X-WC-Webhook-Signature"), "X-WC-Webhook-ID", "X-WC-Webhook-Delivery-ID"),
    ELASTIC(List.of("X-EIO-Signature")),
    /** Requests are not signed. */
    NONE(List.of());

    /** How the headers of the standard style begin. */
    public static final String STANDARD_PREFIX = "webhook-";

    private final List<String> proofs;
    private final List<String> ids;

    SigningStyle(List<String> proofs, String... ids) {
        this.proofs = proofs;
        this.ids = List.of(ids);
    }

    /** The name used in the API and in records. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<SigningStyle> parse(String text) {
        for (SigningStyle style : values()) {
            if (style.text().equals(text)) {
                return Optional.of(style);
            }
        }
        return Optional.empty();
    }

    public boolean signs() {
        return this != NONE;
    }

    /** Whether one request carries a signature of each secret; otherwise the old secret signs until its time is over. */
    public boolean signsWithEach() {
        return this == STANDARD || this == STRIPE;
    }

    /** Whether the key is what the Base64 of a secret says; for all others it is the characters of the secret as they stand. */
    public boolean decodesSecrets() {
        return this == STANDARD;
    }

    /** Whether the headers' prefix is for a subscription to choose. */
    public boolean takesPrefix() {
        return this == STANDARD;
    }

    /** Whether the header's name and the hash are for a subscription to choose. */
    public boolean takesHeaderAndHash() {
        return this == ELASTIC;
    }

    /** Whether nothing but the fields of a form can be signed. */
    public boolean signsFormsOnly() {
        return this == MANDRILL;
    }

    /** The headers that are the proof, the signature first; {@code chosen}: a prefix or name in place of the style's own. */
    public List<String> proofs(Optional<String> chosen) {
        if (chosen.isEmpty()) {
            return proofs;
        }
        return takesPrefix()
                ? proofs.stream()
                        .map(name -> chosen.get() + name.substring(STANDARD_PREFIX.length()))
                        .toList()
                : List.of(chosen.get());
    }

    /** Whether a header is a proof, an id or a time of this style, which a subscription cannot replace. */
    public boolean owns(String header, Optional<String> chosen) {
        return Stream.concat(proofs(chosen).stream(), ids.stream()).anyMatch(header::equalsIgnoreCase);
    }
}
