package io.fanwire.router;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class StreamThreadConsumerTest {
    @Test
    void aLostTransactionEndsTheThread() {
        try (StreamThreadConsumer consumer =
                new StreamThreadConsumer(Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "g"), () -> false)) {
            assertThatThrownBy(() -> consumer.enforceRebalance(StreamThreadConsumer.TASKS_CORRUPTED))
                    .isInstanceOf(StreamThreadConsumer.TransactionLostException.class);
        }
    }

    /** Should this fail after an upgrade: see whether a corrupted task still loses its way back to the last commit. */
    @Test
    void kafkaStreamsStillGivesTheReasonWeListenFor() throws IOException {
        String thread = "processor/internals/StreamThread.class";
        try (InputStream code = Objects.requireNonNull(KafkaStreams.class.getResourceAsStream(thread))) {
            assertThat(new String(code.readAllBytes(), ISO_8859_1)).contains(StreamThreadConsumer.TASKS_CORRUPTED);
        }
    }
}
