package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.TopicCatalog.Made;
import io.fanwire.gateway.control.TopicCatalog.Wish;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.Topics;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/topics}: made on request, never by a publish, and never changed by being asked for again. */
public final class TopicRoutes {
    private static final int MAX_PARTITIONS = 1000;
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);
    private static final Duration MOST_RETENTION = Duration.ofDays(3650);

    private final TopicCatalog topics;
    private final int bodyLimit;

    public TopicRoutes(TopicCatalog topics, int bodyLimit) {
        this.topics = topics;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String one = "/v1/topics/" + Route.variable("topic");
        return List.of(
                new Route(HttpMethod.GET, "/v1/topics", 0, call -> list()),
                new Route(HttpMethod.GET, one, 0, this::get),
                new Route(HttpMethod.PUT, one, bodyLimit, this::put));
    }

    private CompletionStage<Answer> list() {
        return topics.list()
                .thenApply(found -> found.fold(
                        all -> {
                            ObjectNode body = JsonText.object();
                            ArrayNode data = body.putArray("data");
                            all.forEach(topic -> data.add(json(topic)));
                            return Answer.json(200, body.putNull("next"));
                        },
                        Answer::of));
    }

    private CompletionStage<Answer> get(Call call) {
        return topics.find(call.variable("topic"))
                .thenApply(found -> found.fold(topic -> Answer.json(200, json(topic)), Answer::of));
    }

    private CompletionStage<Answer> put(Call call) {
        return call.jsonBody()
                .then(body -> wish(call.variable("topic"), body))
                .fold(this::create, problem -> CompletableFuture.completedStage(Answer.of(problem)));
    }

    private CompletionStage<Answer> create(Wish wish) {
        return topics.create(wish).thenApply(result -> result.then(made -> fitting(wish, made))
                .fold(
                        made -> Answer.json(made.now() ? 201 : 200, json(made.topic()))
                                .with("Location", "/v1/topics/" + made.topic().name()),
                        Answer::of));
    }

    /** A topic that is there is not altered: a wish for another one is refused and told what is there. */
    private static Checked<Made> fitting(Wish wish, Made made) {
        boolean partitions = wish.partitions()
                .map(wanted -> wanted == made.topic().partitions())
                .orElse(true);
        boolean retention = wish.retention().isEmpty()
                || wish.retention().equals(made.topic().retention());
        return partitions && retention
                ? Checked.ok(made)
                : Checked.refused(Problem.of(
                        409,
                        "topic_differs",
                        "The topic is there with " + made.topic().partitions() + " partitions and retention "
                                + made.topic()
                                        .retention()
                                        .map(DurationText::format)
                                        .orElse("without end") + "."));
    }

    private static Checked<Wish> wish(String topic, ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        if (!Topics.EVENT_TOPIC_NAME.matcher(topic).matches()) {
            fields.error(
                    "",
                    "invalid_topic",
                    "A topic's name is up to 128 of A-Z a-z 0-9 . _ - and starts with a" + " letter or digit.");
        }
        Optional<Integer> partitions = fields.number("partitions", 1, MAX_PARTITIONS, "invalid_partitions");
        Optional<Duration> retention =
                fields.duration("retention", LEAST_RETENTION, MOST_RETENTION, "invalid_retention");
        fields.take("tenants").ifPresent((JsonNode tenants) -> {
            if (!tenants.asText().equals("*")) {
                fields.error("tenants", "unsupported_field", "Every topic is for every tenant: \"*\".");
            }
        });
        return fields.finish(new Wish(topic, partitions, retention));
    }

    private static ObjectNode json(EventTopic topic) {
        ObjectNode json = JsonText.object()
                .put("topic", topic.name())
                .put("kafkaTopic", topic.kafkaTopic())
                .put("partitions", topic.partitions());
        topic.retention().ifPresent(retention -> json.put("retention", DurationText.format(retention)));
        return json.put("tenants", "*");
    }
}
