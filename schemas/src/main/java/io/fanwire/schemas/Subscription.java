package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Who wants which events, and how they are sent.
 *
 * @param url the callback, as vetted and normalised when it was saved
 * @param shape what an event becomes
 * @param access what requests carry so that the callback lets them in
 * @param rateLimit most requests in a time; empty: as fast as it answers
 * @param verification how its callback was asked whether it wants this, before it was saved
 * @param enabled false: its owner has paused it, and what is matched waits
 * @param resealed present where the record repeats an older one with its secrets sealed anew
 */
public record Subscription(
        SubscriptionKey key,
        Selection selection,
        String url,
        Method method,
        Shape shape,
        Signing signing,
        Access access,
        Retry retry,
        Duration timeout,
        int maxInFlight,
        Optional<RateLimit> rateLimit,
        Ordering ordering,
        Verification verification,
        boolean enabled,
        Optional<String> description,
        Map<String, String> metadata,
        Instant createdAt,
        Instant updatedAt,
        Optional<Resealed> resealed) {

    public Subscription {
        metadata = Map.copyOf(metadata);
    }

    /** The one topic it reads; empty: every topic of the tenant. */
    public Optional<String> topic() {
        return selection.topic();
    }

    /** The same, signing otherwise. */
    public Subscription with(Signing other, Instant now) {
        return copy(other, access, enabled, now, Optional.empty());
    }

    /** The same, paused by its owner or not. */
    public Subscription enabled(boolean on, Instant now) {
        return copy(signing, access, on, now, Optional.empty());
    }

    /** The same with every secret of it sealed anew. */
    public Subscription resealed(BiFunction<Seal, Payload, Payload> seal, Resealed mark) {
        return copy(signing.resealed(seal), access.resealed(seal), enabled, updatedAt, Optional.of(mark));
    }

    private Subscription copy(
            Signing otherSigning, Access otherAccess, boolean on, Instant changedAt, Optional<Resealed> mark) {
        return new Subscription(
                key,
                selection,
                url,
                method,
                shape,
                otherSigning,
                otherAccess,
                retry,
                timeout,
                maxInFlight,
                rateLimit,
                ordering,
                verification,
                on,
                description,
                metadata,
                createdAt,
                changedAt,
                mark);
    }

    /** Every sealed secret of it. */
    public List<Payload> sealedSecrets() {
        List<Payload> all = new ArrayList<>();
        resealed(
                (use, secret) -> {
                    all.add(secret);
                    return secret;
                },
                new Resealed(0, 0));
        return all;
    }

    /** Offset of what its owner wrote last, given that of its record: sealing its secrets anew is no act of its owner. */
    public long position(long offset) {
        return resealed.map(Resealed::written).orElse(offset);
    }

    /**
     * A record that repeats an older one with its secrets sealed anew.
     *
     * @param written offset of the record that its owner wrote
     * @param copied offset of the record that it repeats
     */
    public record Resealed(long written, long copied) {}

    /** The HTTP method of requests to a callback. */
    public enum Method {
        POST,
        PUT,
        PATCH;

        /** The name used in the API, in records and on the wire. */
        public static Optional<Method> parse(String text) {
            for (Method method : values()) {
                if (method.name().equals(text)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * What an event becomes.
     *
     * @param transform an expression in CEL that makes what is sent, or each of several; empty: the data is
     */
    public record Shape(Format format, Optional<String> transform) {
        /** Without a transform. */
        public static Shape of(Format format) {
            return new Shape(format, Optional.empty());
        }
    }

    /** How many characters its filter and its transform have. */
    public int expressionLength() {
        return selection.filterLength() + shape.transform().map(String::length).orElse(0);
    }

    /** How an event becomes a body. */
    public enum Format {
        /** The envelope {@code {"type","timestamp","tenantId","data"}}. */
        JSON,
        /** The event's bytes to the letter. */
        RAW,
        /** The members of the envelope as the fields of a form. */
        FORM,
        /** The members of the envelope as the elements of a document. */
        XML,
        /** A CloudEvent as one JSON object. */
        CLOUDEVENTS_STRUCTURED,
        /** The event's bytes to the letter, the attributes of a CloudEvent in headers. */
        CLOUDEVENTS_BINARY;

        /** The name used in the API and in records. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        public static Optional<Format> parse(String text) {
            for (Format format : values()) {
                if (format.text().equals(text)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    /** Which deliveries must wait for which. */
    public enum Ordering {
        /** Each for itself. */
        NONE("none"),
        /** Events of one key in their order; a failing one holds back its own key only. */
        KEY("key"),
        /** All of the subscription in their order. */
        STRICT("strict");

        private final String text;

        Ordering(String text) {
            this.text = text;
        }

        /** The name used in the API and in records. */
        public String text() {
            return text;
        }

        public static Optional<Ordering> parse(String text) {
            for (Ordering ordering : values()) {
                if (ordering.text().equals(text)) {
                    return Optional.of(ordering);
                }
            }
            return Optional.empty();
        }
    }

    /** At most {@code count} requests in each {@code per}. */
    public record RateLimit(int count, Duration per) {
        private static final long MINUTE = Duration.ofMinutes(1).toMillis();

        /** Most requests in any minute, in whole ones, and at least one. */
        public long perMinute() {
            return (count * MINUTE + per.toMillis() - 1) / per.toMillis();
        }

        /** Whether it allows more in the long run than another does. */
        public boolean fasterThan(RateLimit other) {
            return count * other.per.toMillis() > other.count * per.toMillis();
        }
    }

    /**
     * How requests prove where they come from.
     *
     * @param secrets the latest first
     * @param header prefix of the signature's headers, or its name, where the style leaves the choice and it was made
     * @param hash likewise the name of the hash
     */
    public record Signing(
            SigningStyle style, List<SealedSecret> secrets, Optional<String> header, Optional<String> hash) {
        public static final SigningStyle STANDARD = SigningStyle.STANDARD;
        public static final SigningStyle NONE = SigningStyle.NONE;

        public Signing {
            secrets = List.copyOf(secrets);
        }

        /** As its style has it. */
        public Signing(SigningStyle style, List<SealedSecret> secrets) {
            this(style, secrets, Optional.empty(), Optional.empty());
        }

        /** The same with other secrets. */
        public Signing with(List<SealedSecret> others) {
            return new Signing(style, others, header, hash);
        }

        Signing resealed(BiFunction<Seal, Payload, Payload> seal) {
            return with(secrets.stream()
                    .map(secret -> new SealedSecret(seal.apply(Seal.SIGNING, secret.sealed()), secret.validUntil()))
                    .toList());
        }
    }

    /**
     * A secret that only a holder of the key set can open.
     *
     * @param sealed AEAD ciphertext bound to the subscription's key
     * @param validUntil when it stops signing; empty: until replaced
     */
    public record SealedSecret(Payload sealed, Optional<Instant> validUntil) {}

    /**
     * When a failed attempt is repeated.
     *
     * @param schedule the delays before the attempts after the first
     * @param maxAge how long after its making a delivery expires
     */
    public record Retry(List<Duration> schedule, Duration maxAge) {
        /** Ten attempts in 75 h 35 m, as the Standard Webhooks specification advises. */
        public static final Retry DEFAULT = new Retry(
                List.of(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24)),
                Duration.ofHours(76));

        public Retry {
            schedule = List.copyOf(schedule);
        }

        /** How long all its delays last. */
        public Duration total() {
            Duration total = Duration.ZERO;
            for (Duration delay : schedule) {
                total = total.plus(delay);
            }
            return total;
        }
    }
}
