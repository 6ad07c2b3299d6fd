package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes decisions to the subscriptions topic and waits until the copy shows them. Owned by the thread that makes changes. */
final class SubscriptionAppends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionAppends.class);
    private static final Duration WITHIN = Duration.ofMillis(4500);

    private final String topic;
    private final Producer<String, byte[]> producer;
    private final Serializer<Subscription> serializer;
    private final SubscriptionCopy copy;

    SubscriptionAppends(
            String topic,
            Producer<String, byte[]> producer,
            Serializer<Subscription> serializer,
            SubscriptionCopy copy) {
        this.topic = topic;
        this.producer = producer;
        this.serializer = serializer;
        this.copy = copy;
    }

    Group group() {
        return new Group(System.nanoTime() + WITHIN.toNanos());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    /** A decision whose record is on its way. */
    private record Sent(
            Decision decision, Future<RecordMetadata> record, CompletableFuture<Checked<Decision>> result) {}

    /** Decisions about different subscriptions, sent together and ended together. */
    final class Group {
        private final List<Sent> sent = new ArrayList<>();
        private final long deadline;

        private Group(long deadlineNanos) {
            this.deadline = deadlineNanos;
        }

        void add(SubscriptionKey key, Decision decision, CompletableFuture<Checked<Decision>> result) {
            decision.fold(
                    save -> send(key, Optional.of(save.subscription()), decision, result),
                    remove -> send(key, Optional.empty(), decision, result),
                    leave -> result.complete(Checked.ok(decision)));
        }

        private boolean send(
                SubscriptionKey key,
                Optional<Subscription> subscription,
                Decision decision,
                CompletableFuture<Checked<Decision>> result) {
            try {
                byte @Nullable [] value = subscription
                        .map(saved -> serializer.serialize(topic, saved))
                        .orElse(null);
                return sent.add(
                        new Sent(decision, producer.send(new ProducerRecord<>(topic, key.toString(), value)), result));
            } catch (RegistryUnavailableException | KafkaException failed) {
                return refuse(result, failed);
            }
        }

        /** Waits for the broker and for the copy, and tells everybody. */
        void finish() {
            for (Sent one : sent) {
                try {
                    long offset =
                            one.record().get(remaining(), TimeUnit.NANOSECONDS).offset();
                    copy.applied(offset).get(remaining(), TimeUnit.NANOSECONDS);
                    one.result().complete(Checked.ok(one.decision()));
                } catch (ExecutionException | TimeoutException failed) {
                    refuse(one.result(), failed);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    refuse(one.result(), interrupted);
                }
            }
        }

        private long remaining() {
            return Math.max(1, deadline - System.nanoTime());
        }

        private boolean refuse(CompletableFuture<Checked<Decision>> result, Exception failed) {
            LOG.atWarn().addKeyValue("error", failed.toString()).log("a subscription was not saved for sure");
            return result.complete(
                    Checked.refused(Problem.unavailable("The change was not confirmed; it may still have been made.")));
        }
    }
}
