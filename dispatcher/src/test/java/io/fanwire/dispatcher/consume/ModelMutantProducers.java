package io.fanwire.dispatcher.consume;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Producers that do more than leave something out. */
final class ModelMutantProducers {
    private ModelMutantProducers() {}

    /** Two transactions: first the offsets, then the records. */
    static final class OffsetsFirst extends ModelProducer {
        private final List<ProducerRecord<byte[], byte[]>> later = new ArrayList<>();

        OffsetsFirst(ModelProcess process, ModelWorld world) {
            super(process, world);
        }

        @Override
        public void beginTransaction() {
            later.clear();
            super.beginTransaction();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            later.add(record);
            return CompletableFuture.completedFuture(new RecordMetadata(world.anywhere(), 0, 0, 0, 0, 0));
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            super.beginTransaction();
            later.forEach(super::send);
            super.commitTransaction();
        }
    }
}
