package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the vendor of a style sends beside the signature, so that its receivers find what they look for. */
final class VendorHeaders {
    /** What Shopify calls the version that is none. */
    private static final String NO_VERSION = "unstable";

    /** Anything else is no header's value. */
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    private VendorHeaders() {}

    /** What a subscription may replace; {@code origin}: the name that we go by. */
    static Map<String, String> replaceable(Callback callback, Delivery delivery, String origin) {
        Subscription subscription = callback.subscription();
        String type = delivery.origin().type();
        return switch (subscription.signing().style()) {
            case GITHUB -> Map.of("X-GitHub-Event", head(type));
            case SHOPIFY ->
                Map.of(
                        "X-Shopify-Topic", type.replace('.', '/'),
                        "X-Shopify-Shop-Domain",
                                metadata(subscription, "shopDomain")
                                        .orElse(subscription.key().tenant()),
                        "X-Shopify-API-Version",
                                metadata(subscription, "apiVersion").orElse(NO_VERSION));
            case WOOCOMMERCE ->
                Map.of(
                        "X-WC-Webhook-Source",
                        "https://" + origin + "/",
                        "X-WC-Webhook-Topic",
                        type,
                        "X-WC-Webhook-Resource",
                        head(type),
                        "X-WC-Webhook-Event",
                        type.substring(Math.min(type.length(), head(type).length() + 1)));
            case STANDARD, STRIPE, SLACK, TWILIO, INTERCOM, MANDRILL, ELASTIC, NONE -> Map.of();
        };
    }

    /** Ids and times. */
    static Map<String, String> fixed(Callback callback, Delivery delivery) {
        String subscription = callback.subscription().key().id();
        return switch (callback.subscription().signing().style()) {
            case GITHUB -> Map.of("X-GitHub-Delivery", delivery.id(), "X-GitHub-Hook-ID", subscription);
            case SHOPIFY ->
                Map.of(
                        "X-Shopify-Webhook-Id", delivery.id(),
                        "X-Shopify-Event-Id", delivery.messageId(),
                        "X-Shopify-Triggered-At", delivery.origin().time().toString());
            case WOOCOMMERCE -> Map.of("X-WC-Webhook-ID", subscription, "X-WC-Webhook-Delivery-ID", delivery.id());
            case STANDARD, STRIPE, SLACK, TWILIO, INTERCOM, MANDRILL, ELASTIC, NONE -> Map.of();
        };
    }

    /** Up to the first dot. */
    private static String head(String type) {
        int dot = type.indexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
    }

    private static Optional<String> metadata(Subscription subscription, String name) {
        return Optional.ofNullable(subscription.metadata().get(name))
                .filter(text -> PRINTABLE.matcher(text).matches());
    }
}
