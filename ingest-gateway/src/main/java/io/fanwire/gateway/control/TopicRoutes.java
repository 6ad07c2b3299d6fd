package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.control.TopicCatalog.Made;
import io.fanwire.gateway.control.TopicCatalog.Wish;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.gateway.http.Needs;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.http.Scope;
import io.fanwire.runtime.DurationText;
import io.fanwire.schemas.TopicGrant;
import io.fanwire.schemas.Topics;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/topics}: made on request, never by a publish, and never changed by being asked for again, but for whom it is for. */
public final class TopicRoutes {
    private static final int MAX_PARTITIONS = 1000;
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);
    private static final Duration MOST_RETENTION = Duration.ofDays(3650);

    private static final int MAX_TENANTS = 1000;
    private static final String EVERY_TENANT = "*";

    private final TopicCatalog topics;
    private final int bodyLimit;

    public TopicRoutes(TopicCatalog topics, int bodyLimit) {
        this.topics = topics;
        this.bodyLimit = bodyLimit;
    }

    public List<Route> routes() {
        String one = "/v1/topics/" + Route.variable("topic");
        Needs use = Needs.scope(Scope.EVENTS_WRITE, Scope.EVENTS_READ, Scope.ADMIN);
        return List.of(
                new Route(HttpMethod.GET, "/v1/topics", use, 0, this::list),
                new Route(HttpMethod.GET, one, use, 0, this::get),
                new Route(HttpMethod.PUT, one, Needs.platform(Scope.ADMIN), bodyLimit, this::put));
    }

    private CompletionStage<Answer> list(Call call) {
        return topics.list()
                .thenApply(found -> found.fold(
                        all -> {
                            ObjectNode body = JsonText.object();
                            ArrayNode data = body.putArray("data");
                            all.stream()
                                    .filter(topic -> sees(call, topic.name()))
                                    .forEach(topic -> data.add(json(call, topic)));
                            return Answer.json(200, body.putNull("next"));
                        },
                        Answer::of));
    }

    private CompletionStage<Answer> get(Call call) {
        String name = call.variable("topic");
        return topics.find(name)
                .thenApply(found -> found.fold(
                        topic -> sees(call, name)
                                ? Answer.json(200, json(call, topic))
                                : Answer.of(Problem.unknownTopic()),
                        Answer::of));
    }

    private boolean sees(Call call, String topic) {
        return call.namedTenant()
                .map(tenant -> topics.grant(topic).includes(tenant))
                .orElse(true);
    }

    private CompletionStage<Answer> put(Call call) {
        return call.jsonBody()
                .then(body -> asked(call.variable("topic"), body))
                .fold(asked -> create(call, asked), problem -> CompletableFuture.completedStage(Answer.of(problem)));
    }

    /** What a body asks for: the topic, and whom it is for where it says so. */
    private record Asked(Wish wish, Optional<TopicGrant> grant) {}

    /** The grant is kept first, so that a topic is never there for more tenants than it was made for. */
    private CompletionStage<Answer> create(Call call, Asked asked) {
        return topics.find(asked.wish().topic())
                .thenCompose(found -> found.fold(
                        there -> granted(asked, Checked.ok(new Made(there, false))),
                        problem -> problem.status() == 404
                                ? granted(asked, Checked.refused(problem))
                                : CompletableFuture.completedStage(Checked.<Made>refused(problem))))
                .thenApply(result -> result.fold(
                        made -> Answer.json(made.now() ? 201 : 200, json(call, made.topic()))
                                .with("Location", "/v1/topics/" + made.topic().name()),
                        Answer::of));
    }

    /** {@code found}: the topic as it is, or that it is not there. */
    private CompletionStage<Checked<Made>> granted(Asked asked, Checked<Made> found) {
        Wish wish = asked.wish();
        Checked<Made> fits = found.then(made -> fitting(wish, made));
        boolean absent = found.fold(made -> false, problem -> true);
        if (!absent && fits.fold(made -> false, problem -> true)) {
            return CompletableFuture.completedStage(fits);
        }
        Optional<TopicGrant> change = asked.grant().filter(grant -> !grant.equals(topics.grant(wish.topic())));
        return change.map(topics::grant)
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(problem -> {
                    if (problem.isPresent()) {
                        return CompletableFuture.completedStage(Checked.<Made>refused(problem.get()));
                    }
                    return absent
                            ? topics.create(wish).thenApply(result -> result.then(made -> fitting(wish, made)))
                            : CompletableFuture.completedStage(fits);
                });
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

    private static Checked<Asked> asked(String topic, ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        if (!Topics.EVENT_TOPIC_NAME.matcher(topic).matches()) {
            fields.error(
                    "",
                    "invalid_topic",
                    "A topic's name is up to 128 of A-Z a-z 0-9 . _ - and starts with a letter or digit.");
        }
        Optional<Integer> partitions = fields.number("partitions", 1, MAX_PARTITIONS, "invalid_partitions");
        Optional<Duration> retention =
                fields.duration("retention", LEAST_RETENTION, MOST_RETENTION, "invalid_retention");
        Optional<TopicGrant> grant = fields.take("tenants").map(tenants -> grant(topic, tenants, fields));
        return fields.finish(new Asked(new Wish(topic, partitions, retention), grant));
    }

    private static TopicGrant grant(String topic, JsonNode tenants, FieldReader fields) {
        if (tenants.isTextual() && tenants.textValue().equals(EVERY_TENANT)) {
            return TopicGrant.toAll(topic);
        }
        Set<String> named = new HashSet<>();
        boolean fine = tenants.isArray() && tenants.size() <= MAX_TENANTS;
        for (JsonNode tenant : tenants) {
            fine = fine
                    && tenant.isTextual()
                    && Authentication.TENANT.matcher(tenant.textValue()).matches()
                    && named.add(tenant.textValue());
        }
        if (!fine) {
            fields.error(
                    "tenants",
                    "invalid_tenants",
                    "This is \"*\", or a list of up to " + MAX_TENANTS + " names of tenants, each once.");
        }
        return new TopicGrant(topic, Optional.of(named));
    }

    /** A tenant learns that the topic is for it, and of no other. */
    private ObjectNode json(Call call, EventTopic topic) {
        ObjectNode json = JsonText.object()
                .put("topic", topic.name())
                .put("kafkaTopic", topic.kafkaTopic())
                .put("partitions", topic.partitions());
        topic.retention().ifPresent(retention -> json.put("retention", DurationText.format(retention)));
        Optional<Set<String>> tenants = topics.grant(topic.name()).tenants();
        if (tenants.isEmpty()) {
            return json.put("tenants", EVERY_TENANT);
        }
        ArrayNode list = json.putArray("tenants");
        tenants.get().stream()
                .filter(tenant -> call.namedTenant().map(tenant::equals).orElse(true))
                .sorted()
                .forEach(list::add);
        return json;
    }
}
