package io.fanwire.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final EventPublisher publisher =
            new EventPublisher(producer, new Topics(TopicSettings.local("fw.")), new Metrics());

    @Test
    void anEventIsPublishedWhenTheBrokerSaysSoAndNotBefore() {
        var result = publisher.append(event()).toCompletableFuture();
        assertThat(result).isNotDone();

        producer.completeNext();

        assertThat(result.join()
                        .<Published>fold(at -> at, EventPublisherTest::unexpected)
                        .offset())
                .isZero();
        assertThat(producer.history().get(0).topic()).isEqualTo("fw.events.orders");
        assertThat(producer.history().get(0).value()).isEqualTo(new byte[] {1, 2});
    }

    @Test
    void eachFailureHasItsAnswer() {
        assertThat(failing(new TimeoutException("late")).code()).isEqualTo("unavailable");
        assertThat(failing(new TimeoutException("late")).headers()).containsKey("Retry-After");
        assertThat(failing(new UnknownTopicOrPartitionException()).code()).isEqualTo("unknown_topic");
        assertThat(failing(new TimeoutException("not in metadata", new UnknownTopicOrPartitionException()))
                        .code())
                .isEqualTo("unknown_topic");
        assertThat(failing(new RecordTooLargeException()).code()).isEqualTo("event_too_large");
    }

    private Problem failing(RuntimeException failure) {
        var result = publisher.append(event()).toCompletableFuture();
        producer.errorNext(failure);
        return result.join().fold(at -> unexpectedSuccess(), problem -> problem);
    }

    private static Published unexpected(Problem problem) {
        throw new AssertionError(problem);
    }

    private static Problem unexpectedSuccess() {
        throw new AssertionError("published");
    }

    private static Event event() {
        return new Event(
                "default",
                "orders",
                "e1",
                "t",
                "/s",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Payload.of(new byte[] {1, 2}));
    }
}
