package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions to the subscriptions topic, and only while this gateway is the one that may. Owned by the thread that makes changes.
 *
 * <pre>
 *   lead:  a producer in hand? ── no ──▶ a new one (which shuts all others out), then the copy reads all that is there
 *   write: one transaction ── committed ──▶ the copy shows it      ── shut out ──▶ nothing was written: decide again, from lead
 * </pre>
 *
 * All gateways use the same transactional id. So whoever writes has decided by a copy that nobody else has added to: had another gateway
 * begun to write since, this one's transaction would fail.
 */
final class SubscriptionAppends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionAppends.class);

    private final String topic;
    private final Supplier<Producer<String, byte[]>> connect;
    private final Serializer<Subscription> serializer;
    private final SubscriptionCopy copy;
    private Optional<Producer<String, byte[]>> leading = Optional.empty();

    /** {@code connect} makes a transactional producer, whose id all gateways share. */
    SubscriptionAppends(
            String topic,
            Supplier<Producer<String, byte[]>> connect,
            Serializer<Subscription> serializer,
            SubscriptionCopy copy) {
        this.topic = topic;
        this.connect = connect;
        this.serializer = serializer;
        this.copy = copy;
    }

    /** What came of writing. */
    enum Result {
        /** The broker has it, and the copy shows it. */
        DONE,
        /** Another gateway wrote in between; nothing of this was written. */
        SHUT_OUT,
        /** It may be there or not. */
        UNKNOWN
    }

    /** A record to be; without a value it ends the subscription. */
    record Line(SubscriptionKey key, Optional<Payload> value) {}

    /**
     * The record of a decision; empty when it writes nothing.
     *
     * @throws io.fanwire.schemas.RegistryUnavailableException when the registry does not answer
     */
    Optional<Line> line(SubscriptionKey key, Decision decision) {
        if (decision instanceof SubscriptionStore.Save save) {
            return Optional.of(
                    new Line(key, Optional.of(Payload.of(serializer.serialize(topic, save.subscription())))));
        }
        return decision instanceof SubscriptionStore.Remove
                ? Optional.of(new Line(key, Optional.empty()))
                : Optional.empty();
    }

    /** Whether nobody has shut this gateway out, as far as is known. */
    boolean leads() {
        return leading.isPresent();
    }

    /** Shuts all others out and ends when the copy shows all that they have written; false: not now. */
    boolean lead(long deadlineNanos) {
        try {
            Producer<String, byte[]> producer = connect.get();
            leading = Optional.of(producer);
            producer.initTransactions();
            copy.caughtUp().get(remaining(deadlineNanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (KafkaException | ExecutionException | TimeoutException failed) {
            LOG.atWarn().addKeyValue("error", failed.toString()).log("subscriptions cannot be written now");
            letGo();
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            letGo();
            return false;
        }
    }

    /** Writes all lines or none, and waits for the copy. */
    Result write(List<Line> lines, long deadlineNanos) {
        Producer<String, byte[]> producer = leading.orElseThrow();
        boolean committing = false;
        try {
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Line line : lines) {
                byte @Nullable [] value = line.value().map(Payload::bytes).orElse(null);
                sent.add(producer.send(new ProducerRecord<>(topic, line.key().toString(), value)));
            }
            producer.flush();
            committing = true;
            producer.commitTransaction();
            for (Future<RecordMetadata> one : sent) {
                long offset =
                        one.get(remaining(deadlineNanos), TimeUnit.NANOSECONDS).offset();
                copy.applied(offset).get(remaining(deadlineNanos), TimeUnit.NANOSECONDS);
            }
            return Result.DONE;
        } catch (InterruptException | InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return failed(interrupted, Result.UNKNOWN);
        } catch (org.apache.kafka.common.errors.TimeoutException late) {
            return failed(late, committing ? Result.UNKNOWN : Result.SHUT_OUT);
        } catch (KafkaException shutOut) {
            return failed(shutOut, Result.SHUT_OUT);
        } catch (ExecutionException | TimeoutException late) {
            return failed(late, Result.UNKNOWN);
        }
    }

    private Result failed(Exception failure, Result result) {
        LOG.atInfo()
                .addKeyValue("error", failure.toString())
                .log("a change of subscriptions is decided again, or unsure");
        letGo();
        return result;
    }

    /** Whatever was begun is aborted by the next one who leads, or by the broker in a moment. */
    private void letGo() {
        leading.ifPresent(producer -> producer.close(Duration.ZERO));
        leading = Optional.empty();
    }

    private static long remaining(long deadlineNanos) {
        return Math.max(1, deadlineNanos - System.nanoTime());
    }

    @Override
    public void close() {
        leading.ifPresent(producer -> producer.close(Duration.ofSeconds(5)));
        leading = Optional.empty();
    }
}
