package io.fanwire.router;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a stream thread, with two habits of Kafka Streams 4.3 mended. Owned by its stream thread.
 *
 * <p><b>No event is skipped.</b> A task whose transaction failed (brokers away for a minute) is "corrupted": Streams closes it, notes
 * that reading must go back to the last commit, and asks for a rebalance. The rebalance makes the task anew and the note is lost, so
 * everything read since that commit would never be routed. Here the request ends the thread instead; the next one starts at the last
 * commit.
 *
 * <p><b>A thread that failed leaves the group.</b> Streams lets it remain, and its partitions would wait for the session timeout.
 */
final class StreamThreadConsumer extends KafkaConsumer<byte[], byte[]> {
    /** What Streams gives as the reason after a corrupted task; a test holds it against the version in use. */
    static final String TASKS_CORRUPTED = "Active tasks corrupted";

    private final BooleanSupplier threadLost;

    /** @param threadLost whether closing means that the thread failed */
    StreamThreadConsumer(Map<String, Object> config, BooleanSupplier threadLost) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.threadLost = threadLost;
    }

    @Override
    public void enforceRebalance(String reason) {
        if (reason.equals(TASKS_CORRUPTED)) {
            throw new TransactionLostException();
        }
        super.enforceRebalance(reason);
    }

    @Override
    public void close(CloseOptions options) {
        super.close(
                threadLost.getAsBoolean()
                        ? options.withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                        : options);
    }

    /** The transaction in progress came to nothing: everything since the last commit is to be read again. */
    static final class TransactionLostException extends KafkaException {
        private static final long serialVersionUID = 1;

        TransactionLostException() {
            super("a transaction failed; the thread ends so that reading goes back to the last commit");
        }
    }
}
