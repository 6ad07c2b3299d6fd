package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.order.Ending;
import java.time.Instant;

/** What the end of a job means to the deliveries behind it. */
final class Endings {
    private Endings() {}

    /** Whether it was attempted tells whether a wait counts as one. */
    static Ending of(NextStep step, boolean attempted) {
        return step.fold(new NextStep.Cases<Ending>() {
            @Override
            public Ending complete(NextStep.Complete complete) {
                return new Ending.Delivered();
            }

            @Override
            public Ending retry(NextStep.Retry retry) {
                return new Ending.Again(retry.due(), true);
            }

            @Override
            public Ending defer(NextStep.Defer defer) {
                return new Ending.Again(defer.due(), false);
            }

            @Override
            public Ending deadLetter(NextStep.DeadLetter deadLetter) {
                return new Ending.Over();
            }

            @Override
            public Ending suspend(NextStep.Suspend suspend) {
                return new Ending.Back(attempted);
            }

            @Override
            public Ending cancel(NextStep.Cancel cancel) {
                return new Ending.Delivered(); // nobody is sent anything any more, in whatever order
            }
        });
    }

    /** The same wait until another time. */
    static NextStep again(NextStep step, Instant due) {
        return step instanceof NextStep.Retry ? new NextStep.Retry(due) : new NextStep.Defer(due);
    }
}
