package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobRequest;

/** A job as its tenant sees it. */
final class JobJson {
    private JobJson() {}

    static ObjectNode of(Job job) {
        JobRequest request = job.request();
        boolean redrive = request.kind() == JobRequest.Kind.REDRIVE;
        ObjectNode json = JsonText.object()
                .put("id", request.id())
                .put("type", request.kind().text())
                .put("status", job.status().text());
        json.set("selector", selector(request.selector()));
        request.rateLimit().ifPresent(limit -> json.putObject("rateLimit")
                .put("count", limit.count())
                .put("per", DurationText.format(limit.per())));
        json.putObject("counts")
                .put("matched", job.matched())
                .put(redrive ? "redriven" : "done", job.done())
                .put("skipped", job.skipped())
                .put("remaining", Math.max(0, job.matched() - job.done()));
        json.put("createdAt", request.createdAt().toString());
        job.finishedAt().ifPresent(at -> json.put("finishedAt", at.toString()));
        job.error().ifPresent(error -> json.put("error", error));
        return json;
    }

    static ObjectNode selector(JobRequest.Selector selector) {
        ObjectNode json = JsonText.object();
        selector.subscription().ifPresent(id -> json.put("subscription", id));
        selector.reason().ifPresent(reason -> json.put("reason", reason));
        selector.since().ifPresent(at -> json.put("since", at.toString()));
        selector.until().ifPresent(at -> json.put("until", at.toString()));
        selector.key().ifPresent(key -> json.put("key", key));
        return json;
    }
}
