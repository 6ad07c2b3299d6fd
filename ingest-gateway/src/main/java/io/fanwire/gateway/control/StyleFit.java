package io.fanwire.gateway.control;

import io.fanwire.schemas.HeaderRules;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription.Format;
import java.util.List;

/** Whether the rest of a subscription goes with its style of signing. */
final class StyleFit {
    private static final List<String> SHOPIFY_HEADERS = List.of("shopDomain", "apiVersion");

    private StyleFit() {}

    static void check(SubscriptionDraft draft, FieldReader fields) {
        SigningDraft signing = draft.signing();
        FieldReader headers = fields.within("headers");
        draft.access().headers().keySet().stream()
                .filter(name -> signing.style().owns(name, signing.header()))
                .forEach(name -> headers.error(
                        name, "reserved_header", "The style " + signing.style().text() + " sets this header."));
        Format forms = draft.shape().transform().isPresent() ? Format.FORM : Format.RAW;
        if (signing.style().signsFormsOnly() && draft.shape().format() != forms) {
            fields.error(
                    "format",
                    "invalid_format",
                    "The style mandrill signs the fields of a form: use the format form and a transform that makes the fields,"
                            + " or the format raw and events that are forms.");
        }
        if (signing.style() == SigningStyle.SHOPIFY) {
            FieldReader metadata = fields.within("metadata");
            draft.metadata().forEach((name, value) -> {
                if (SHOPIFY_HEADERS.contains(name) && (value.isEmpty() || !HeaderRules.fits(value))) {
                    metadata.error(
                            name, "invalid_metadata", "The style shopify sends this in a header: printable ASCII.");
                }
            });
        }
    }
}
