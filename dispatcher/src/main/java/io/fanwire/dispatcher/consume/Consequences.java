package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Attempt.State;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.Poison;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Turns a next step into the records that make it true. Owned by the worker thread. */
final class Consequences {
    /** A wait is decided a moment before it is written down; without this a tier would just be missed. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final Topics topics;
    private final Serializer<Delivery> deliveries;
    private final Serializer<Attempt> attempts;

    Consequences(Topics topics, Serializer<Delivery> deliveries, Serializer<Attempt> attempts) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.attempts = attempts;
    }

    Effect of(Finished finished, NextStep step, Instant now) {
        Source source = finished.job().source();
        Delivery delivery = finished.job().delivery();
        return step.fold(new NextStep.Cases<Effect>() {
            @Override
            public Effect complete(NextStep.Complete complete) {
                return new Effect(source, List.of(attempt(finished, State.DELIVERED, Optional.empty(), now)));
            }

            @Override
            public Effect retry(NextStep.Retry retry) {
                Delivery.Progress progress = delivery.progress().retryAt(retry.due());
                return new Effect(
                                source,
                                List.of(
                                        waiting(source, delivery.with(progress), now),
                                        attempt(finished, State.PENDING, Optional.empty(), now)))
                        .orSmaller(() -> tooLarge(finished, now));
            }

            @Override
            public Effect defer(NextStep.Defer defer) {
                Delivery.Progress progress = delivery.progress().deferredTo(defer.due());
                return new Effect(source, List.of(waiting(source, delivery.with(progress), now)))
                        .orSmaller(() -> tooLarge(finished, now));
            }

            @Override
            public Effect deadLetter(NextStep.DeadLetter deadLetter) {
                return givenUp(finished, deadLetter.reason(), now, DeadLetterSize.FULL);
            }

            @Override
            public Effect suspend(NextStep.Suspend suspend) {
                List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
                records.add(suspended(finished, now));
                if (finished.report().isPresent()) {
                    records.add(attempt(finished, State.PENDING, Optional.of(suspend.reason()), now));
                }
                return new Effect(source, records).orSmaller(() -> tooLarge(finished, now));
            }

            @Override
            public Effect cancel(NextStep.Cancel cancel) {
                return new Effect(
                        source, List.of(attempt(finished, State.CANCELLED, Optional.of("subscription_deleted"), now)));
            }
        });
    }

    /** The end of an ordered job whose subscription stands still: its delivery is among the held again. */
    Effect held(Finished finished, NextStep.Suspend step, Instant now) {
        return new Effect(
                finished.job().source(),
                finished.report().isPresent()
                        ? List.of(attempt(finished, State.PENDING, Optional.of(step.reason()), now))
                        : List.of());
    }

    /** Its place says to everybody who counts deliveries that it is none that was made when it comes back. */
    private ProducerRecord<byte[], byte[]> suspended(Finished finished, Instant now) {
        Source source = finished.job().source();
        Delivery.Progress before = finished.job().delivery().progress();
        Delivery.Progress tried = finished.report().isPresent() ? before.retryAt(now) : before;
        boolean first = source.partition().topic().equals(topics.deliveries());
        Delivery delivery = finished.job()
                .delivery()
                .with(tried.sequence().isPresent() ? tried : tried.sequenced(first ? source.offset() : 0));
        String topic = topics.suspended();
        return new ProducerRecord<>(
                topic, source.partition().partition(), key(delivery), deliveries.serialize(topic, delivery));
    }

    /** Bytes that are no delivery, kept as they were found. */
    Effect poison(Source source, ConsumerRecord<byte[], byte[]> record, String reason, String message, Instant now) {
        ErrorHeaders why = new ErrorHeaders(
                reason,
                Optional.empty(),
                Optional.of(message),
                0,
                now,
                now,
                record.topic(),
                record.partition(),
                record.offset(),
                Optional.empty());
        return new Effect(
                source, List.of(Poison.record(topics.poison(), record.key(), record.value(), record.headers(), why)));
    }

    private ProducerRecord<byte[], byte[]> waiting(Source source, Delivery delivery, Instant now) {
        Duration remaining = Duration.between(now, delivery.progress().due()).plus(TOLERANCE);
        String topic =
                topics.tiers().next(remaining).orElse(topics.tiers().smallest()).topic();
        return new ProducerRecord<>(
                topic, source.partition().partition(), key(delivery), deliveries.serialize(topic, delivery));
    }

    /** What no topic takes on the way is a dead letter; those may be larger, and can be made smaller. */
    private Optional<Effect> tooLarge(Finished finished, Instant now) {
        return Optional.of(givenUp(finished, NextStep.DeadLetter.TOO_LARGE, now, DeadLetterSize.FULL));
    }

    /** Given up, with as much of it as its topics take. */
    private Effect givenUp(Finished finished, String reason, Instant now, DeadLetterSize size) {
        Source source = finished.job().source();
        Delivery delivery = finished.job().delivery();
        ErrorHeaders why = why(finished, reason, now);
        String topic = topics.deadLetters();
        byte[] value =
                deliveries.serialize(topic, delivery.with(delivery.progress().end()));
        ProducerRecord<byte[], byte[]> record = size == DeadLetterSize.POINTER
                ? Poison.pointer(topics.poison(), value, why)
                : new ProducerRecord<>(topic, source.partition().partition(), key(delivery), value, size.headers(why));
        return new Effect(source, List.of(record, attempt(finished, State.DEAD_LETTERED, Optional.of(reason), now)))
                .orSmaller(() -> size.next().map(smaller -> givenUp(finished, reason, now, smaller)));
    }

    private static ErrorHeaders why(Finished finished, String reason, Instant now) {
        Source source = finished.job().source();
        Delivery delivery = finished.job().delivery();
        Optional<Finished.Report> report = finished.report();
        return new ErrorHeaders(
                reason,
                report.flatMap(r -> r.outcome().status()),
                report.flatMap(r -> r.outcome().message()).or(delivery.part()::unshaped),
                delivery.progress().attempts() + (report.isPresent() ? 1 : 0),
                delivery.progress().firstSeen(),
                report.map(Finished.Report::startedAt).orElse(now),
                source.partition().topic(),
                source.partition().partition(),
                source.offset(),
                report.flatMap(Finished.Report::url).map(HttpUrl::withoutQuery));
    }

    private ProducerRecord<byte[], byte[]> attempt(
            Finished finished, State state, Optional<String> terminalReason, Instant now) {
        Delivery delivery = finished.job().delivery();
        Optional<Finished.Report> report = finished.report();
        Attempt attempt = new Attempt(
                delivery.id(),
                delivery.subscription(),
                delivery.origin().eventId(),
                delivery.origin().topic(),
                delivery.origin().type(),
                delivery.progress().generation(),
                delivery.progress().attempts() + (report.isPresent() ? 1 : 0),
                state,
                report.map(r -> r.outcome().word()),
                terminalReason.or(() -> report.flatMap(r -> r.outcome().reason())),
                report.flatMap(r -> r.outcome().status()),
                report.flatMap(r -> r.outcome().message()).or(delivery.part()::unshaped),
                report.map(Finished.Report::startedAt).orElse(now),
                report.map(Finished.Report::took).orElse(Duration.ZERO),
                next(finished));
        String topic = topics.attempts();
        return new ProducerRecord<>(topic, delivery.id().getBytes(UTF_8), attempts.serialize(topic, attempt));
    }

    private static Optional<Instant> next(Finished finished) {
        return finished.step().filter(NextStep.Retry.class::isInstance).map(step -> ((NextStep.Retry) step).due());
    }

    private static byte[] key(Delivery delivery) {
        return delivery.subscription().id().getBytes(UTF_8);
    }
}
