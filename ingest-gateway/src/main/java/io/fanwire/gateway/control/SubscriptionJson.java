package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.Subscription;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A subscription as its owner sees it. There is no secret in it. */
final class SubscriptionJson {
    private static final List<String> READ_ONLY = List.of("id", "createdAt", "updatedAt");

    private SubscriptionJson() {}

    static ObjectNode of(Subscription subscription) {
        ObjectNode json = JsonText.object().put("id", subscription.key().id());
        subscription.topic().ifPresent(topic -> json.put("topic", topic));
        put(json, "types", subscription.selection().types());
        put(json, "channels", subscription.selection().channels());
        subscription.selection().filter().ifPresent(filter -> json.put("filter", filter));
        subscription.shape().transform().ifPresent(transform -> json.put("transform", transform));
        json.put("url", subscription.url())
                .put("method", subscription.method().name())
                .put("format", subscription.shape().format().text());
        signing(subscription.signing(), json.putObject("signing"));
        AccessJson.write(subscription.access(), json);
        ObjectNode retry = json.putObject("retry");
        ArrayNode schedule = retry.putArray("schedule");
        subscription.retry().schedule().forEach(delay -> schedule.add(DurationText.format(delay)));
        retry.put("maxAge", DurationText.format(subscription.retry().maxAge()));
        json.put("timeout", DurationText.format(subscription.timeout()))
                .put("maxInFlight", subscription.maxInFlight())
                .put("ordering", subscription.ordering().text())
                .put("verification", subscription.verification().text())
                .put("enabled", subscription.enabled());
        subscription.rateLimit().ifPresent(limit -> json.putObject("rateLimit")
                .put("count", limit.count())
                .put("per", DurationText.format(limit.per())));
        subscription.description().ifPresent(description -> json.put("description", description));
        if (!subscription.metadata().isEmpty()) {
            ObjectNode metadata = json.putObject("metadata");
            new TreeMap<>(subscription.metadata()).forEach(metadata::put);
        }
        return json.put("createdAt", subscription.createdAt().toString())
                .put("updatedAt", subscription.updatedAt().toString());
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = json.putArray(name);
            texts.forEach(list::add);
        }
    }

    private static void signing(Subscription.Signing signing, ObjectNode json) {
        json.put("style", signing.style().text());
        signing.header()
                .ifPresent(header -> json.put(signing.style().takesPrefix() ? "headerPrefix" : "header", header));
        signing.hash().ifPresent(hash -> json.put("hash", hash));
    }

    /** What its owner may write of it: the base of a patch. */
    static ObjectNode writable(Subscription subscription) {
        return of(subscription).remove(READ_ONLY);
    }

    /** Once, in the answer to the call that brought the secret into being; with the time until which the one before it signs. */
    static ObjectNode withSecret(Subscription subscription, SigningSecret secret) {
        ObjectNode json = of(subscription);
        ObjectNode signing = json.withObject("/signing").put("secret", secret.reveal());
        subscription.signing().secrets().stream()
                .skip(1)
                .flatMap(old -> old.validUntil().stream())
                .max(Comparator.naturalOrder())
                .ifPresent(until -> signing.put("oldSecretUntil", until.toString()));
        return json;
    }

    /** Changes whenever anything that can be read changes. */
    static String etag(Subscription subscription) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(JsonText.bytes(of(subscription)));
            return "\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
