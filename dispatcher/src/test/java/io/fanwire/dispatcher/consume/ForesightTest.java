package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Garbage behind deliveries that wait 5 s. */
final class ForesightTest {
    private final WorkerWorld world = new WorkerWorld();

    private void garbage(String text) {
        world.consumer.append(world.tier, text.getBytes(UTF_8), world.loop.instant());
    }

    private long poisoned() {
        return world.topicsWritten().stream()
                .filter(world.topics.poison()::equals)
                .count();
    }

    @Test
    void garbageDoesNotWaitForThoseBeforeIt() {
        world.append(world.tier, "1");
        garbage("one");
        world.append(world.tier, "2");
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();
        assertThat(poisoned()).isEqualTo(1);
        garbage("later");
        world.settle();

        assertThat(poisoned()).as("what comes while the head waits too").isEqualTo(2);
        assertThat(world.begun).isEmpty();
        assertThat(world.committed(world.tier)).isZero();
        world.live(Duration.ofSeconds(6));
        assertThat(world.begun).containsExactly("1", "2");
        assertThat(world.committed(world.tier)).isEqualTo(4);
        assertThat(poisoned()).isEqualTo(2);
    }

    @Test
    void bytesAndPlaceAreKept() {
        world.append(world.tier, "1");
        garbage("one");
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();

        ProducerRecord<byte[], byte[]> record = world.producer.history().get(0);
        assertThat(record.value()).isEqualTo("one".getBytes(UTF_8));
        assertThat(record.headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .contains("__fanwire.errors.offset=1", "__fanwire.errors.topic=" + world.tier.topic());
    }

    @Test
    void theNextOwnerDoesNotSetItAsideOnceMore() {
        world.append(world.tier, "1");
        garbage("one");
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();

        world.consumer.own(Optional.of(0L));
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.live(Duration.ofSeconds(6));

        assertThat(poisoned()).isEqualTo(1);
        assertThat(world.begun).containsExactly("1");
        assertThat(world.committed(world.tier)).isEqualTo(2);
    }

    @Test
    void aDueTimeOutOfBoundsIsSeenAheadToo() {
        world.append(world.tier, "1");
        Delivery never = Samples.delivery("2", Samples.KEY);
        world.append(world.tier, never.with(never.progress().deferredTo(Instant.parse("2126-01-01T00:00:00Z"))));
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();

        assertThat(poisoned()).isEqualTo(1);
    }

    @Test
    void whileTheRegistryIsAwayNothingIsDecidedAhead() {
        world.append(world.tier, "1");
        garbage("one");
        world.registryAway = true;
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();
        assertThat(poisoned()).isZero();
        world.registryAway = false;

        world.live(Duration.ofSeconds(8));

        assertThat(poisoned()).isEqualTo(1);
        assertThat(world.begun).containsExactly("1");
    }

    @Test
    void whereRecordsAreHandedOutOneByOneNothingIsReadAhead() {
        world.append(world.tier, "1");
        garbage("one");
        ProgressMap map =
                new ProgressMap(new java.util.BitSet(), Quarantine.SUSPICIOUS, java.util.OptionalLong.empty());
        world.consumer.before(world.tier, new org.apache.kafka.clients.consumer.OffsetAndMetadata(0, map.encode(0)));
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();

        assertThat(poisoned()).isZero();
        world.live(Duration.ofSeconds(8));
        assertThat(poisoned()).isEqualTo(1);
    }

    @Test
    void whatABrokerStampedIsAWitnessOfTheTime() {
        world.append(world.tier, "1", "2");
        Instant stamped = world.loop.instant();
        world.consumer.own(Optional.of(0L), world.zero, world.tier);
        world.settle();

        assertThat(world.witnessed).isNotEmpty().containsOnly(stamped);
    }

    @Test
    void whatIsWrittenBearsTheWorkersTime() {
        world.append(world.zero, "1");
        world.consumer.own(Optional.of(0L), world.zero);
        Instant before = world.loop.instant();
        world.settle();

        assertThat(world.producer.history()).isNotEmpty().allSatisfy(record -> assertThat(
                        Instant.ofEpochMilli(record.timestamp()))
                .isBetween(before, world.loop.instant()));
    }
}
