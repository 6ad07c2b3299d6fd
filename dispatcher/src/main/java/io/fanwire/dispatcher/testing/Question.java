package io.fanwire.dispatcher.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Ids;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What a callback is sent before its subscription is saved: signed and addressed like a delivery, and in words that receivers know, since
 * GitHub pings and Slack verifies URLs in the same.
 */
final class Question {
    static final String PING = "ping";
    static final String CHALLENGE = "url_verification";

    private static final String TOPIC = "fanwire.verification";
    private static final JsonFactory JSON = new JsonFactory();

    private Question() {}

    /** {@code id}: of the verification, and of the event that it seems to be. */
    static Delivery ping(Subscription subscription, String id, Instant now) {
        return delivery(subscription, id, now, PING, Optional.empty());
    }

    static Delivery challenge(Subscription subscription, String id, Instant now, String challenge) {
        return delivery(subscription, id, now, CHALLENGE, Optional.of(challenge));
    }

    private static Delivery delivery(
            Subscription subscription, String id, Instant now, String type, Optional<String> challenge) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        boolean form = subscription.signing().style().signsFormsOnly();
        String body = form ? form(challenge) : json(subscription, type, time, challenge);
        return new Delivery(
                Ids.delivery(time, subscription.key(), TOPIC, id, 0),
                subscription.key(),
                0,
                Subscription.Ordering.NONE,
                new Delivery.Origin(id, TOPIC, type, time, 0, 0, Optional.empty(), Optional.empty(), Map.of()),
                form ? "application/x-www-form-urlencoded" : "application/json",
                Payload.of(body.getBytes(UTF_8)),
                Delivery.Progress.first(time),
                Delivery.Part.WHOLE);
    }

    /** The envelope that events come in. */
    private static String json(Subscription subscription, String type, Instant time, Optional<String> challenge) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            if (challenge.isPresent()) {
                json.writeStringField("challenge", challenge.get());
            }
            json.writeStringField("timestamp", time.toString());
            json.writeStringField("tenantId", subscription.key().tenant());
            json.writeObjectFieldStart("data");
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** No events, as Mandrill sends when a webhook is made. */
    private static String form(Optional<String> challenge) {
        return challenge.map(text -> "challenge=" + text + "&").orElse("") + "mandrill_events=%5B%5D";
    }
}
