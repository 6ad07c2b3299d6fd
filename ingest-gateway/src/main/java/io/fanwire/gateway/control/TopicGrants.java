package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.TopicGrant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Which tenants may use which event topic. */
public interface TopicGrants {
    /** Answers at once, from memory; a topic about which nothing was said is for all. */
    TopicGrant of(String topic);

    /** Keeps a grant; with a problem it was not kept, or is not known to be. */
    CompletionStage<Optional<Problem>> save(TopicGrant grant);
}
