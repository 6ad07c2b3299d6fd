package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.schemas.Subscription;

/** A merge patch on what a subscription is. Three stars stand for each secret of it, so one that is not spoken of stays. */
final class SubscriptionPatch {
    private SubscriptionPatch() {}

    /** The body that a PUT with the same outcome would have. */
    static ObjectNode applied(Subscription present, ObjectNode patch) {
        ObjectNode base = SubscriptionJson.writable(present);
        if (patch.has("events")) {
            base.remove("types");
        }
        if (base.path("headers") instanceof ObjectNode headers) {
            patch.path("headers").fieldNames().forEachRemaining(name -> removeOtherCase(headers, name));
        }
        JsonNode login = patch.path("auth").path("type");
        if (login.isTextual() && !login.equals(base.path("auth").path("type"))) {
            base.remove("auth"); // its other members mean nothing to another way to log in
        }
        JsonNode style = patch.path("signing").path("style");
        if (style.isTextual() && !style.equals(base.path("signing").path("style"))) {
            base.remove("signing"); // likewise
        }
        return MergePatch.apply(base, patch);
    }

    /** The names of headers have no case; those of members have. */
    private static void removeOtherCase(ObjectNode headers, String name) {
        headers.properties()
                .removeIf(header -> header.getKey().equalsIgnoreCase(name)
                        && !header.getKey().equals(name));
    }
}
