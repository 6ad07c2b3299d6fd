package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Lease;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Workers that are wrong in one way each, through what the production classes are given. The model must notice every one of them. */
enum ModelMutant {
    /** As it is. */
    NONE,

    /** M1: commits the highest finished offset. */
    HIGHEST_FINISHED {
        @Override
        Assignment assignment() {
            return claiming(ModelMutant::highest);
        }
    },

    /** M2: commits the offset before the hand-off is durable. */
    OFFSETS_FIRST {
        @Override
        ModelProducer producer(ModelProcess process, ModelWorld world) {
            return new ModelMutantProducers.OffsetsFirst(process, world);
        }
    },

    /** M3: does not say which member it is, so nobody fences it when its partitions have gone. */
    UNFENCED {
        @Override
        ModelConsumer consumer(ModelProcess process, ModelWorld world) {
            return new ModelConsumer(process, world) {
                @Override
                @SuppressWarnings("removal") // nothing else makes one that says nothing of the member
                public ConsumerGroupMetadata groupMetadata() {
                    return new ConsumerGroupMetadata("dispatchers");
                }
            };
        }
    },

    /** M4: goes on without a record whose send was refused. */
    REFUSED_IS_DROPPED {
        @Override
        ModelProducer producer(ModelProcess process, ModelWorld world) {
            return new ModelProducer(process, world) {
                @Override
                void refused(ProducerRecord<byte[], byte[]> record) {
                    // forgotten
                }
            };
        }
    },

    /** M5: every assignment has the same epoch. */
    NO_EPOCH {
        @Override
        Assignment assignment() {
            return new Assignment(new Examination(), before -> 1, PartitionProgress::toCommit);
        }
    },

    /** M6: writes no map. */
    NO_MAP {
        @Override
        Assignment assignment() {
            return claiming(progress -> new OffsetAndMetadata(progress.mark()));
        }
    },

    /** M7: a partition without a committed offset starts at its end. */
    LATEST {
        @Override
        ModelConsumer consumer(ModelProcess process, ModelWorld world) {
            return new ModelConsumer(process, world) {
                @Override
                public synchronized Map<TopicPartition, Long> beginningOffsets(
                        Collection<TopicPartition> partitions, Duration timeout) {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    partitions.forEach(partition ->
                            ends.put(partition, world.broker.log(partition).end()));
                    return ends;
                }
            };
        }
    },

    /** M8: reads where its map ends after it has read what is open. */
    MAP_MOVES {
        @Override
        Assignment assignment() {
            return claiming(new LateEnd());
        }
    },

    /** M9: starts attempts however long it has not heard from the group. */
    NO_LEASE {
        @Override
        Lease lease(Lease asked) {
            return () -> true;
        }
    },

    /** M10: takes the place of a process that is only frozen, before its lease has ended. */
    FROZEN_IS_GONE {
        @Override
        boolean takesFrozenForGone() {
            return true;
        }
    };

    ModelConsumer consumer(ModelProcess process, ModelWorld world) {
        return new ModelConsumer(process, world);
    }

    ModelProducer producer(ModelProcess process, ModelWorld world) {
        return new ModelProducer(process, world);
    }

    Assignment assignment() {
        return new Assignment(new Examination());
    }

    Lease lease(Lease asked) {
        return asked;
    }

    boolean takesFrozenForGone() {
        return false;
    }

    private static Assignment claiming(Function<PartitionProgress, OffsetAndMetadata> claim) {
        return new Assignment(new Examination(), before -> before + 1, claim);
    }

    private static BitSet done(OffsetAndMetadata claim) {
        return ProgressMap.decode(claim.metadata(), claim.offset())
                .orElseThrow()
                .done();
    }

    private static OffsetAndMetadata highest(PartitionProgress progress) {
        OffsetAndMetadata right = progress.toCommit();
        return new OffsetAndMetadata(right.offset() + done(right).length());
    }

    /** What was received since its last look counts as done. */
    private static final class LateEnd implements Function<PartitionProgress, OffsetAndMetadata> {
        private final Map<PartitionProgress, Long> ends = new HashMap<>();

        @Override
        public OffsetAndMetadata apply(PartitionProgress progress) {
            OffsetAndMetadata right = progress.toCommit();
            long mark = right.offset();
            long end = mark + progress.window();
            long before = Math.max(mark, ends.getOrDefault(progress, end));
            ends.put(progress, end);
            BitSet done = done(right);
            done.set((int) (before - mark), (int) Math.max(before - mark, end - mark));
            return new OffsetAndMetadata(mark, new ProgressMap(done, 0, OptionalLong.empty()).encode(mark));
        }
    }
}
