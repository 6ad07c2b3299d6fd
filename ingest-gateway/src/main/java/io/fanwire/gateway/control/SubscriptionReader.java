package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fanwire.expressions.Transform;
import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and checks the body that says what a subscription shall be. */
final class SubscriptionReader {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MOST_DELAY = Duration.ofHours(24);
    private static final Duration MOST_AGE = Duration.ofDays(7);
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final int DEFAULT_IN_FLIGHT = 32;
    private static final int MOST_IN_FLIGHT = 1000;
    static final int MOST_RATE = 1_000_000;
    private static final Duration LEAST_PERIOD = Duration.ofMillis(100);
    private static final Duration MOST_PERIOD = Duration.ofHours(1);
    private static final int MOST_DELAYS = 99;
    private static final int MOST_TEXT = 1024;
    private static final int MOST_METADATA = 50;

    private static final String FORMATS = "This must be "
            + Stream.of(Subscription.Format.values())
                    .map(Subscription.Format::text)
                    .collect(Collectors.joining(", "))
            + ".";

    private static final List<String> NOT_YET = List.of("schemaVersion");

    private final CallbackUrls urls;
    private final AuthReader auths;
    private final Duration leastDelay;

    /** {@code leastDelay} is the shortest that a retry topic can keep. */
    SubscriptionReader(CallbackUrls urls, Duration leastDelay) {
        this.urls = urls;
        this.auths = new AuthReader(urls);
        this.leastDelay = leastDelay;
    }

    Checked<SubscriptionDraft> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        SigningDraft signing = fields.inner("signing", "invalid_signing")
                .map(SigningReader::read)
                .orElse(SigningDraft.USUAL);
        SubscriptionDraft draft = new SubscriptionDraft(
                SelectionReader.read(fields),
                urls.read(fields, "url").orElse(""),
                method(fields),
                shape(fields),
                signing,
                new AccessDraft(HeadersReader.read(fields), auths.read(fields)),
                fields.inner("retry", "invalid_retry").map(this::retry).orElse(Subscription.Retry.DEFAULT),
                fields.duration("timeout", LEAST, MOST_TIMEOUT, "invalid_timeout")
                        .orElse(DEFAULT_TIMEOUT),
                fields.number("maxInFlight", 1, MOST_IN_FLIGHT, "invalid_max_in_flight")
                        .orElse(DEFAULT_IN_FLIGHT),
                fields.inner("rateLimit", "invalid_rate").flatMap(SubscriptionReader::rateLimit),
                ordering(fields),
                verification(fields),
                fields.flag("enabled", "invalid_enabled").orElse(true),
                fields.text("description", MOST_TEXT, "invalid_description"),
                metadata(fields));
        NOT_YET.forEach(name -> fields.notYet(name, Optional.empty()));
        fields.notYet("from", Optional.of(TextNode.valueOf("now")));
        StyleFit.check(draft, fields);
        return fields.finish(draft);
    }

    private static Subscription.Method method(FieldReader fields) {
        Optional<String> text = fields.text("method", MOST_TEXT, "invalid_method");
        Optional<Subscription.Method> method = text.flatMap(Subscription.Method::parse);
        if (text.isPresent() && method.isEmpty()) {
            fields.error("method", "invalid_method", "This must be POST, PUT or PATCH.");
        }
        return method.orElse(Subscription.Method.POST);
    }

    private static Subscription.Shape shape(FieldReader fields) {
        return new Subscription.Shape(
                format(fields), ExpressionReader.transform(fields).map(Transform::text));
    }

    private static Subscription.Format format(FieldReader fields) {
        Optional<String> text = fields.text("format", MOST_TEXT, "invalid_format");
        Optional<Subscription.Format> format = text.flatMap(Subscription.Format::parse);
        if (text.isPresent() && format.isEmpty()) {
            fields.error("format", "invalid_format", FORMATS);
        }
        return format.orElse(Subscription.Format.JSON);
    }

    private static Subscription.Ordering ordering(FieldReader fields) {
        Optional<String> text = fields.text("ordering", MOST_TEXT, "invalid_ordering");
        Optional<Subscription.Ordering> ordering = text.flatMap(Subscription.Ordering::parse);
        if (text.isPresent() && ordering.isEmpty()) {
            fields.error("ordering", "invalid_ordering", "This must be none, key or strict.");
        }
        return ordering.orElse(Subscription.Ordering.NONE);
    }

    private static Verification verification(FieldReader fields) {
        Optional<String> text = fields.text("verification", MOST_TEXT, "invalid_verification");
        Optional<Verification> verification = text.flatMap(Verification::parse);
        if (text.isPresent() && verification.isEmpty()) {
            fields.error("verification", "invalid_verification", "This must be none, ping, challenge or cloudevents.");
        }
        return verification.orElse(Verification.NONE);
    }

    static Optional<Subscription.RateLimit> rateLimit(FieldReader fields) {
        Optional<Integer> count = fields.number("count", 1, MOST_RATE, "invalid_rate");
        Optional<Duration> per = fields.duration("per", LEAST_PERIOD, MOST_PERIOD, "invalid_rate");
        if (fields.take("count").isEmpty()) {
            fields.error("count", "invalid_rate", "A rate limit has a count.");
        }
        fields.nothingElse();
        return count.map(most -> new Subscription.RateLimit(most, per.orElse(Duration.ofSeconds(1))));
    }

    private Subscription.Retry retry(FieldReader fields) {
        List<Duration> delays = new ArrayList<>();
        Optional<JsonNode> schedule = fields.take("schedule");
        if (schedule.filter(list -> !list.isArray() || list.size() > MOST_DELAYS)
                .isPresent()) {
            fields.error("schedule", "invalid_retry", "This must be a list of up to " + MOST_DELAYS + " delays.");
        } else if (schedule.isPresent()) {
            for (JsonNode delay : schedule.get()) {
                fields.duration("schedule", delay, leastDelay, MOST_DELAY, "invalid_retry")
                        .ifPresent(delays::add);
            }
        }
        Duration maxAge =
                fields.duration("maxAge", LEAST, MOST_AGE, "invalid_retry").orElse(Subscription.Retry.DEFAULT.maxAge());
        fields.nothingElse();
        return new Subscription.Retry(schedule.isPresent() ? delays : Subscription.Retry.DEFAULT.schedule(), maxAge);
    }

    private static Map<String, String> metadata(FieldReader fields) {
        Map<String, String> metadata = new HashMap<>();
        Optional<JsonNode> given = fields.take("metadata");
        if (given.isEmpty()) {
            return metadata;
        }
        if (!given.get().isObject() || given.get().size() > MOST_METADATA) {
            fields.error(
                    "metadata", "invalid_metadata", "This must be an object of up to " + MOST_METADATA + " texts.");
            return metadata;
        }
        given.get().properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                fields.error("metadata", "invalid_metadata", "Every value must be a string.");
            } else if (entry.getKey().length() > 128
                    || entry.getValue().textValue().length() > MOST_TEXT) {
                fields.error(
                        "metadata", "too_long", "Names have up to 128 characters, values up to " + MOST_TEXT + ".");
            } else {
                metadata.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return metadata;
    }
}
