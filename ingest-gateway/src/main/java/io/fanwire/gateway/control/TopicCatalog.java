package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.TopicGrant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The event topics of the installation. No stage ends with an exception that was to be expected. */
public interface TopicCatalog {
    /** Whether a topic was seen before; answers at once. */
    boolean known(String topic);

    /** A topic turned out to be gone. */
    void forget(String topic);

    /** Looks a topic up; 404 when there is none of that name. */
    CompletionStage<Checked<EventTopic>> find(String topic);

    CompletionStage<Checked<List<EventTopic>>> list();

    /** Which tenants a topic is for, whether it is there or not; answers at once. */
    TopicGrant grant(String topic);

    /** Says which tenants a topic is for; with a problem that was not kept, or is not known to be. */
    CompletionStage<Optional<Problem>> grant(TopicGrant grant);

    /** Makes it, or finds it as it is. */
    CompletionStage<Checked<Made>> create(Wish wish);

    /** What a topic shall be; where it says nothing, what is there is fine. */
    record Wish(String topic, Optional<Integer> partitions, Optional<Duration> retention) {}

    /** A topic, and whether it was made just now. */
    record Made(EventTopic topic, boolean now) {}
}
