package io.fanwire.gateway.once;

import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: the events, then, since only now their offsets are known, the entries, then the commit. Owned by the thread that
 * writes.
 */
final class Transaction {
    private final Producer<String, byte[]> producer;
    private final Topics topics;
    private final List<Part> parts = new ArrayList<>();

    Transaction(Producer<String, byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /** A piece of work, and what became of its event. */
    private static final class Part {
        private final Work work;
        private Optional<Future<RecordMetadata>> sent = Optional.empty();
        private Optional<RecordMetadata> where = Optional.empty();
        private Optional<Entry> entry = Optional.empty();

        Part(Work work) {
            this.work = work;
        }
    }

    /**
     * Commits all of it or nothing.
     *
     * @return what has to be tried again without those that were refused: nothing of this is there
     * @throws KafkaException when it is not known what is there, or the producer is good for nothing any more
     */
    List<Work> run(List<Work> works) throws InterruptedException {
        works.forEach(work -> parts.add(new Part(work)));
        producer.beginTransaction();
        try {
            parts.forEach(this::sendEvent);
            producer.flush();
            for (Part part : parts) {
                part.where = arrived(part.sent);
                part.entry = part.work.entry(part.where);
            }
            parts.forEach(part -> part.entry.ifPresent(entry -> part.sent = Optional.of(sendEntry(entry))));
            producer.flush();
            for (Part part : parts) {
                arrived(part.sent);
            }
        } catch (ExecutionException | KafkaException failed) {
            return aborted();
        }
        producer.commitTransaction();
        parts.forEach(part -> part.work.done(part.where, part.entry));
        return List.of();
    }

    private void sendEvent(Part part) {
        part.sent = part.work
                .event()
                .map(event -> producer.send(EventHeaders.toRecord(topics.events(event.topic()), event)));
    }

    private Future<RecordMetadata> sendEntry(Entry entry) {
        int partition = entry.slot().partition(topics.idempotency().partitions());
        return producer.send(
                new ProducerRecord<>(topics.idempotency().entries(), partition, null, OnceBytes.of(entry)));
    }

    private static Optional<RecordMetadata> arrived(Optional<Future<RecordMetadata>> sent)
            throws InterruptedException, ExecutionException {
        return sent.isPresent() ? Optional.of(sent.get().get()) : Optional.empty();
    }

    /** Undoes it, and refuses what can never be written. */
    private List<Work> aborted() throws InterruptedException {
        producer.abortTransaction();
        List<Work> again = new ArrayList<>();
        for (Part part : parts) {
            Optional<Exception> own = own(part);
            own.ifPresent(part.work::refused);
            if (own.isEmpty()) {
                again.add(part.work);
            }
        }
        return again;
    }

    /** Why this part failed, if the others may do without it. */
    private static Optional<Exception> own(Part part) throws InterruptedException {
        if (part.sent.isEmpty() || !part.sent.get().isDone()) {
            return Optional.empty();
        }
        try {
            part.sent.get().get();
            return Optional.empty();
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof Exception cause && hopeless(cause)
                    ? Optional.of(cause)
                    : Optional.empty();
        }
    }

    private static boolean hopeless(Exception failure) {
        return failure instanceof RecordTooLargeException || unknown(failure) || unknown(failure.getCause());
    }

    private static boolean unknown(@Nullable Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException;
    }
}
