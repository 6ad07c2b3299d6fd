package io.fanwire.schemas;

import io.fanwire.avro.LaneHead;
import java.time.Instant;
import java.util.Optional;

/** {@link SubscriptionState} to and from its Avro class. */
final class SubscriptionStateMapping {
    private static final long NONE = -1;

    private SubscriptionStateMapping() {}

    static io.fanwire.avro.SubscriptionState toAvro(SubscriptionState state) {
        return new io.fanwire.avro.SubscriptionState(
                state.subscription().tenant(),
                state.subscription().id(),
                state.suspension().map(SubscriptionState.Suspension::reason).orElse(null),
                state.suspension()
                        .map(suspension -> suspension.since().toEpochMilli())
                        .orElse(null),
                state.suspension().map(SubscriptionState.Suspension::position).orElse(NONE),
                state.failingSince().map(Instant::toEpochMilli).orElse(null),
                state.resumedAt().map(Instant::toEpochMilli).orElse(null),
                state.backlog().map(SubscriptionState.Backlog::from).orElse(NONE),
                state.backlog().map(SubscriptionState.Backlog::to).orElse(NONE),
                state.lane().map(SubscriptionStateMapping::toAvro).orElse(null));
    }

    static SubscriptionState fromAvro(io.fanwire.avro.SubscriptionState avro) {
        return new SubscriptionState(
                new SubscriptionKey(avro.getTenant(), avro.getSubscriptionId()),
                suspension(avro),
                Optional.ofNullable(avro.getFailingSince()).map(Instant::ofEpochMilli),
                Optional.ofNullable(avro.getResumedAt()).map(Instant::ofEpochMilli),
                backlog(avro),
                Optional.ofNullable(avro.getLane()).map(SubscriptionStateMapping::fromAvro));
    }

    private static Optional<SubscriptionState.Suspension> suspension(io.fanwire.avro.SubscriptionState avro) {
        return Optional.ofNullable(avro.getReason())
                .map(reason -> new SubscriptionState.Suspension(
                        reason,
                        Optional.ofNullable(avro.getSince())
                                .map(Instant::ofEpochMilli)
                                .orElse(Instant.EPOCH),
                        avro.getPosition()));
    }

    private static Optional<SubscriptionState.Backlog> backlog(io.fanwire.avro.SubscriptionState avro) {
        return avro.getBacklogFrom() == NONE
                ? Optional.empty()
                : Optional.of(new SubscriptionState.Backlog(avro.getBacklogFrom(), avro.getBacklogTo()));
    }

    private static io.fanwire.avro.LaneMark toAvro(LaneMark mark) {
        return new io.fanwire.avro.LaneMark(
                mark.key().orElse(null),
                mark.from(),
                mark.next(),
                mark.heldFrom(),
                mark.head().map(SubscriptionStateMapping::toAvro).orElse(null),
                mark.superseded().stream().map(SubscriptionStateMapping::toAvro).toList());
    }

    private static LaneMark fromAvro(io.fanwire.avro.LaneMark avro) {
        return new LaneMark(
                Optional.ofNullable(avro.getKey()),
                avro.getFrom(),
                avro.getNext(),
                avro.getHeldFrom(),
                Optional.ofNullable(avro.getHead()).map(SubscriptionStateMapping::fromAvro),
                avro.getSuperseded().stream()
                        .map(SubscriptionStateMapping::fromAvro)
                        .toList());
    }

    private static LaneHead toAvro(LaneMark.Head head) {
        return new LaneHead(
                head.id(), head.generation(), head.attempts(), head.due().toEpochMilli(), head.sequence());
    }

    private static LaneMark.Head fromAvro(LaneHead head) {
        return new LaneMark.Head(
                head.getId(),
                head.getGeneration(),
                head.getAttempts(),
                Instant.ofEpochMilli(head.getDue()),
                head.getSequence());
    }
}
