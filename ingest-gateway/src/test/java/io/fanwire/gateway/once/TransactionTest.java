package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private final Topics topics = new Topics(TopicSettings.local("t."));
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void begin() {
        producer.initTransactions();
    }

    @Test
    void eventsLieBeforeTheirEntriesAndBothAreCommittedTogether() throws InterruptedException {
        List<Work> again = new Transaction(producer, topics).run(List.of(new Publishing("a"), new Publishing("b")));

        assertThat(again).isEmpty();
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("t.events.orders", "t.events.orders", "t.idempotency", "t.idempotency");
        Entry entry = OnceBytes.entry(producer.history().get(3).value()).orElseThrow();
        assertThat(entry.kept()).isEqualTo(new Entry.Place("", "orders", 0, 1));
        assertThat(told).containsExactly("done a", "done b");
    }

    @Test
    void nobodyIsToldOfSuccessBeforeTheCommit() {
        producer.commitTransactionException = new ProducerFencedException("another was begun");

        assertThatThrownBy(() -> new Transaction(producer, topics).run(List.of(new Publishing("a"))))
                .isInstanceOf(KafkaException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void whatFailsBeforeTheCommitIsUndoneAndTriedAgain() throws InterruptedException {
        producer.sendException = new KafkaException("the network");
        Publishing work = new Publishing("a");

        assertThat(new Transaction(producer, topics).run(List.of(work))).containsExactly(work);
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.history()).isEmpty();
        assertThat(told).isEmpty();
    }

    private final class Publishing implements Work {
        private final String name;

        Publishing(String name) {
            this.name = name;
        }

        @Override
        public Optional<UUID> owner() {
            return Optional.of(new UUID(1, 1));
        }

        @Override
        public Optional<Event> event() {
            return Optional.of(new Event(
                    "acme",
                    "orders",
                    name,
                    "paid",
                    "/x",
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Payload.utf8("1")));
        }

        @Override
        public Optional<Entry> entry(Optional<RecordMetadata> where) {
            return where.map(at ->
                    new Entry(Slot.event("acme", name), 5, new Entry.Place("", "orders", at.partition(), at.offset())));
        }

        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public void done(Optional<RecordMetadata> where, Optional<Entry> entry) {
            told.add("done " + name);
        }

        @Override
        public void refused(Exception failure) {
            told.add("refused " + name);
        }

        @Override
        public void unsure() {
            told.add("unsure " + name);
        }
    }
}
