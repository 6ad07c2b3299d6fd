package io.fanwire.gateway.event;

import com.codahale.metrics.Counter;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.runtime.Metrics;
import java.util.concurrent.CompletionStage;

/** Counts events taken and events refused. Any thread may use it. */
final class EventCounts {
    private static final String REJECTED = "gateway.events.rejected";
    private static final String REJECTED_MEANING = "Events and batches refused, by the code of the problem.";

    private final Metrics metrics;
    private final Counter accepted;

    EventCounts(Metrics metrics) {
        this.metrics = metrics;
        this.accepted = metrics.counter("gateway.events.accepted", "Events that all in-sync replicas have.");
        metrics.labelledCounters(REJECTED, "code", REJECTED_MEANING);
    }

    void accepted() {
        accepted.inc();
    }

    /** For an item of a batch, or a request as a whole. */
    void rejected(Problem problem) {
        metrics.counter(REJECTED + "." + problem.code(), REJECTED_MEANING).inc();
    }

    Route.Endpoint counting(Route.Endpoint endpoint) {
        return new Counting(endpoint);
    }

    private final class Counting implements Route.Endpoint {
        private final Route.Endpoint counted;

        Counting(Route.Endpoint counted) {
            this.counted = counted;
        }

        @Override
        public CompletionStage<Answer> answer(Call call) {
            return counted.answer(call);
        }

        @Override
        public void refused(Problem problem) {
            rejected(problem);
        }
    }
}
