package io.fanwire.dispatcher.held;

import io.fanwire.dispatcher.consume.HeldReading;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What owners of partitions wrote down about ordered lanes. Any thread may ask. */
public interface Marks {
    List<HeldReading.Found> marks(int partition);

    /** Ends when everything is known that former owners of a partition wrote to it; to be asked for after it was taken over. */
    CompletionStage<Void> current(int partition);
}
