package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Standstill;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes down that a subscription came to a standstill, and where what came for it lies. All but {@link #reason} is the worker
 * thread's.
 */
public interface Suspender extends PartitionWork, Standstill {
    /** Whether it knows what former owners of a partition number wrote. */
    boolean knows(int partition);

    /** What is to be written beside the effect of a finished job, because of it. */
    List<ProducerRecord<byte[], byte[]>> because(Finished finished, Instant now);

    /** A job ends by going to the suspended ones; answers who hears of the commit. */
    Committed awaited(Finished finished);
}
