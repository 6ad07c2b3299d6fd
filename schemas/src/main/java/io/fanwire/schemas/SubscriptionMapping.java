package io.fanwire.schemas;

import io.fanwire.avro.Auth;
import io.fanwire.avro.RateLimit;
import io.fanwire.avro.Resealed;
import io.fanwire.avro.SealedSecret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Subscription} to and from its Avro class. */
final class SubscriptionMapping {
    private SubscriptionMapping() {}

    static io.fanwire.avro.Subscription toAvro(Subscription subscription) {
        return new io.fanwire.avro.Subscription(
                subscription.key().tenant(),
                subscription.key().id(),
                subscription.topic().orElse(null),
                subscription.selection().types(),
                subscription.selection().channels(),
                subscription.selection().filter().orElse(null),
                subscription.url(),
                subscription.method().name(),
                subscription.shape().format().text(),
                subscription.shape().transform().orElse(null),
                subscription.signing().style().text(),
                subscription.signing().secrets().stream()
                        .map(SubscriptionMapping::secret)
                        .toList(),
                subscription.signing().header().orElse(null),
                subscription.signing().hash().orElse(null),
                subscription.access().headers(),
                buffers(subscription.access().secretHeaders()),
                subscription.access().auth().map(SubscriptionMapping::auth).orElse(null),
                subscription.retry().schedule().stream().map(Duration::toMillis).toList(),
                subscription.retry().maxAge().toMillis(),
                subscription.timeout().toMillis(),
                subscription.maxInFlight(),
                subscription
                        .rateLimit()
                        .map(limit -> new RateLimit(limit.count(), limit.per().toMillis()))
                        .orElse(null),
                subscription.ordering().text(),
                subscription.verification().text(),
                subscription.enabled(),
                subscription.description().orElse(null),
                subscription.metadata(),
                subscription.createdAt().toEpochMilli(),
                subscription.updatedAt().toEpochMilli(),
                subscription
                        .resealed()
                        .map(resealed -> new Resealed(resealed.written(), resealed.copied()))
                        .orElse(null));
    }

    static Subscription fromAvro(io.fanwire.avro.Subscription avro) {
        return new Subscription(
                new SubscriptionKey(avro.getTenant(), avro.getId()),
                new Selection(
                        Optional.ofNullable(avro.getTopic()),
                        avro.getTypes(),
                        avro.getChannels(),
                        Optional.ofNullable(avro.getFilter())),
                avro.getUrl(),
                Subscription.Method.parse(avro.getMethod())
                        .orElseThrow(() -> new UnreadableRecordException("unknown method " + avro.getMethod())),
                new Subscription.Shape(
                        Subscription.Format.parse(avro.getFormat())
                                .orElseThrow(() -> new UnreadableRecordException("unknown format " + avro.getFormat())),
                        Optional.ofNullable(avro.getTransform())),
                signing(avro),
                new Access(
                        avro.getHeaders(),
                        payloads(avro.getSecretHeaders()),
                        Optional.ofNullable(avro.getAuth()).map(SubscriptionMapping::auth)),
                new Subscription.Retry(
                        avro.getRetrySchedule().stream().map(Duration::ofMillis).toList(),
                        Duration.ofMillis(avro.getMaxAge())),
                Duration.ofMillis(avro.getTimeout()),
                avro.getMaxInFlight(),
                Optional.ofNullable(avro.getRateLimit()).map(SubscriptionMapping::rateLimit),
                Subscription.Ordering.parse(avro.getOrdering())
                        .orElseThrow(() -> new UnreadableRecordException("unknown ordering " + avro.getOrdering())),
                Verification.parse(avro.getVerification())
                        .orElseThrow(
                                () -> new UnreadableRecordException("unknown verification " + avro.getVerification())),
                avro.getEnabled(),
                Optional.ofNullable(avro.getDescription()),
                avro.getMetadata(),
                Instant.ofEpochMilli(avro.getCreatedAt()),
                Instant.ofEpochMilli(avro.getUpdatedAt()),
                Optional.ofNullable(avro.getResealed())
                        .map(resealed -> new Subscription.Resealed(resealed.getWritten(), resealed.getCopied())));
    }

    private static Subscription.Signing signing(io.fanwire.avro.Subscription avro) {
        return new Subscription.Signing(
                SigningStyle.parse(avro.getSigningStyle())
                        .orElseThrow(
                                () -> new UnreadableRecordException("unknown signing style " + avro.getSigningStyle())),
                avro.getSigningSecrets().stream()
                        .map(SubscriptionMapping::secret)
                        .toList(),
                Optional.ofNullable(avro.getSigningHeader()),
                Optional.ofNullable(avro.getSigningHash()));
    }

    private static Subscription.RateLimit rateLimit(RateLimit avro) {
        if (avro.getCount() < 1 || avro.getPer() < 1) {
            throw new UnreadableRecordException("a rate limit of " + avro.getCount() + " in " + avro.getPer() + " ms");
        }
        return new Subscription.RateLimit(avro.getCount(), Duration.ofMillis(avro.getPer()));
    }

    private static SealedSecret secret(Subscription.SealedSecret secret) {
        return new SealedSecret(
                ByteBuffer.wrap(secret.sealed().bytes()),
                secret.validUntil().map(Instant::toEpochMilli).orElse(null));
    }

    private static Subscription.SealedSecret secret(SealedSecret avro) {
        return new Subscription.SealedSecret(
                Payload.copyOf(avro.getSealed()),
                Optional.ofNullable(avro.getValidUntil()).map(Instant::ofEpochMilli));
    }

    private static Auth auth(Access.Auth auth) {
        return new Auth(
                auth.type(), auth.parameters(), ByteBuffer.wrap(auth.secret().bytes()));
    }

    private static Access.Auth auth(Auth avro) {
        return new Access.Auth(avro.getType(), avro.getParameters(), Payload.copyOf(avro.getSecret()));
    }

    private static Map<String, ByteBuffer> buffers(Map<String, Payload> payloads) {
        Map<String, ByteBuffer> buffers = new HashMap<>();
        payloads.forEach((name, payload) -> buffers.put(name, ByteBuffer.wrap(payload.bytes())));
        return buffers;
    }

    private static Map<String, Payload> payloads(Map<String, ByteBuffer> buffers) {
        Map<String, Payload> payloads = new HashMap<>();
        buffers.forEach((name, buffer) -> payloads.put(name, Payload.copyOf(buffer)));
        return payloads;
    }
}
