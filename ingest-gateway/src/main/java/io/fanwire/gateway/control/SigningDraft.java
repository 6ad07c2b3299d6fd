package io.fanwire.gateway.control;

import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription.SealedSecret;
import io.fanwire.schemas.Subscription.Signing;
import java.util.List;
import java.util.Optional;

/**
 * How a subscription's owner wants its requests signed, checked.
 *
 * @param header a prefix or a name in place of the style's own
 * @param secret the one that was given, if one was
 */
record SigningDraft(
        SigningStyle style, Optional<String> header, Optional<String> hash, Optional<SigningSecret> secret) {
    static final SigningDraft USUAL =
            new SigningDraft(SigningStyle.STANDARD, Optional.empty(), Optional.empty(), Optional.empty());

    Signing with(List<SealedSecret> secrets) {
        return new Signing(style, secrets, header, hash);
    }
}
