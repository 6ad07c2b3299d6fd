package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.JobProgress;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.RedrivenChunk;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterApiTest {
    private static final String OTHER = "Fanwire-Tenant";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aDeadLetterTellsWhatAndWhyAndWhere() {
        gateway.letters.add("default", "sub_1", "exhausted");
        gateway.letters.add("default", "sub_1", "expired");
        mark(1);

        Reply list = gateway.request("GET", "/v1/dlq", "");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.json().at("/data/0"))
                .hasToString("{\"deliveryId\":\"dlv_0\",\"generation\":0,\"subscription\":\"sub_1\","
                        + "\"event\":{\"id\":\"evt_0\",\"topic\":\"orders\",\"type\":\"order.created\","
                        + "\"time\":\"2026-01-31T12:00:00Z\"},\"reason\":\"exhausted\",\"status\":500,"
                        + "\"message\":\"oh dear\",\"attempts\":10,\"firstAt\":\"2026-01-31T12:00:00Z\","
                        + "\"lastAt\":\"2026-01-31T12:00:00Z\",\"url\":\"https://hooks.customer.com/in\","
                        + "\"at\":\"2026-01-31T12:00:00Z\",\"partition\":0,\"offset\":0,\"redriven\":false}");
        assertThat(list.json().at("/data/1/redriven").asBoolean()).isTrue();
        assertThat(list.json().path("next").isNull()).isTrue();
    }

    @Test
    void aListIsReadInPagesAndBySelector() {
        for (int i = 0; i < 5; i++) {
            gateway.letters.add("default", "sub_" + i % 2, "exhausted");
        }

        Reply first = gateway.request("GET", "/v1/dlq?subscription=sub_0&limit=2", "");
        Reply second = gateway.request(
                "GET",
                "/v1/dlq?subscription=sub_0&limit=2&cursor="
                        + first.json().path("next").asText(),
                "");
        Reply since = gateway.request("GET", "/v1/dlq?since=2026-01-31T12:00:04Z", "");

        assertThat(first.json().findValuesAsText("offset")).containsExactly("0", "2");
        assertThat(second.json().findValuesAsText("offset")).containsExactly("4");
        assertThat(second.json().path("next").isNull()).isTrue();
        assertThat(since.json().findValuesAsText("offset")).containsExactly("4");
    }

    @Test
    void aTenantSeesItsOwnOnlyAndItsCursorIsItsOwn() {
        gateway.letters.add("acme", "sub_1", "exhausted");
        gateway.letters.add("acme", "sub_1", "exhausted");

        String cursor = gateway.request("GET", "/v1/dlq?limit=1", "", OTHER, "acme")
                .json()
                .path("next")
                .asText();

        assertThat(gateway.request("GET", "/v1/dlq", "").json().path("data")).isEmpty();
        assertThat(gateway.request("GET", "/v1/dlq?cursor=" + cursor, "").code())
                .isEqualTo("invalid_cursor");
    }

    @Test
    void aDryRunCountsWhatWouldBeSentAndMakesNoJob() {
        gateway.request("PUT", "/v1/subscriptions/sub_1", "{\"url\":\"https://hooks.customer.com/in\"}");
        for (int i = 0; i < 3; i++) {
            gateway.letters.add("default", "sub_1", "exhausted");
        }
        gateway.letters.add("default", "deleted", "exhausted");
        gateway.letters.add("acme", "sub_1", "exhausted");
        mark(2);

        Reply counted = redrive("{\"reason\":\"exhausted\",\"dryRun\":true}");

        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.json()).hasToString("{\"dryRun\":true,\"matched\":2}");
        assertThat(gateway.jobs.table.all()).isEmpty();
    }

    @Test
    void aRedriveOfASubscriptionThatIsNotTheCallersFindsNothing() {
        gateway.request(
                "PUT",
                "/v1/subscriptions/theirs",
                "{\"url\":\"https://hooks.customer.com/in\"}",
                "Fanwire-Tenant",
                "acme");

        for (String id : new String[] {"theirs", "never"}) {
            Reply refused = redrive("{\"subscription\":\"" + id + "\"}");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("not_found");
        }
        assertThat(gateway.jobs.table.all()).isEmpty();
    }

    @Test
    void aRedriveIsAJobWhoseProgressCanBeRead() {
        gateway.request("PUT", "/v1/subscriptions/sub_1", "{\"url\":\"https://hooks.customer.com/in\"}");
        Reply made = redrive("{\"subscription\":\"sub_1\",\"since\":\"2026-01-31T11:00:00+01:00\","
                + "\"rateLimit\":{\"count\":10,\"per\":\"1s\"}}");
        String id = made.json().path("id").asText();
        JobRequest request = gateway.jobs.table.find(id).orElseThrow().request();

        assertThat(made.status()).isEqualTo(202);
        assertThat(made.header("Location")).isEqualTo("/v1/jobs/" + id);
        assertThat(request.partitions()).containsExactly(0, 1);
        assertThat(request.tenant()).isEqualTo("default");

        gateway.jobs.table.put(progress(id, 0, JobProgress.State.DONE, 3));
        gateway.jobs.table.put(progress(id, 1, JobProgress.State.RUNNING, 1));
        Reply read = gateway.request("GET", "/v1/jobs/" + id, "");

        assertThat(read.json())
                .hasToString("{\"id\":\"" + id + "\",\"type\":\"redrive\",\"status\":\"running\","
                        + "\"selector\":{\"subscription\":\"sub_1\",\"since\":\"2026-01-31T10:00:00Z\"},"
                        + "\"rateLimit\":{\"count\":10,\"per\":\"1s\"},"
                        + "\"counts\":{\"matched\":6,\"redriven\":4,\"skipped\":2,\"remaining\":2},"
                        + "\"createdAt\":\"2026-01-31T12:00:00Z\"}");
        gateway.jobs.table.put(progress(id, 1, JobProgress.State.DONE, 3));
        Reply ended = gateway.request("GET", "/v1/jobs/" + id, "");
        assertThat(ended.json().path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.json().path("finishedAt").asText()).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void aJobIsCancelledByItsTenantAndSeenByNoOther() {
        String job = redrive("{\"reason\":\"exhausted\"}").header("Location");

        assertThat(gateway.request("GET", job, "", OTHER, "acme").status()).isEqualTo(404);
        assertThat(gateway.request("POST", job + ":cancel", "", OTHER, "acme").status())
                .isEqualTo(404);
        assertThat(gateway.request("GET", "/v1/jobs", "", OTHER, "acme").json().path("data"))
                .isEmpty();
        assertThat(gateway.request("GET", job, "").json().path("status").asText())
                .isEqualTo("running");

        Reply cancelled = gateway.request("POST", job + ":cancel", "");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(gateway.request("POST", job + ":cancel", "").status()).isEqualTo(200);
    }

    @Test
    void jobsAreListedNewestFirst() {
        List<String> made = List.of(
                redrive("{\"reason\":\"a\"}").json().path("id").asText(),
                redrive("{\"reason\":\"b\"}").json().path("id").asText(),
                redrive("{\"reason\":\"c\"}").json().path("id").asText());

        Reply first = gateway.request("GET", "/v1/jobs?limit=2", "");
        Reply second = gateway.request(
                "GET", "/v1/jobs?limit=2&cursor=" + first.json().path("next").asText(), "");

        assertThat(first.json().findValuesAsText("id")).containsExactly(made.get(2), made.get(1));
        assertThat(second.json().findValuesAsText("id")).containsExactly(made.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|selector_required",
                "{\"dryRun\":true}|selector_required",
                "{\"subscription\":7}|invalid_subscription",
                "{\"since\":\"yesterday\"}|invalid_time",
                "{\"since\":\"2026-01-31T12:00:00Z\",\"until\":\"2026-01-31T12:00:00Z\"}|invalid_range",
                "{\"reason\":\"a\",\"rateLimit\":{\"per\":\"1s\"}}|invalid_rate",
                "{\"reason\":\"a\",\"rateLimit\":{\"count\":0}}|invalid_rate",
                "{\"reason\":\"a\",\"dryRun\":\"yes\"}|invalid_dry_run",
                "{\"reason\":\"a\",\"all\":true}|unknown_field"
            })
    void aSelectorThatSaysNothingOrNonsenseIsRefused(String body, String code) {
        Reply refused = redrive(body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(gateway.jobs.table.all()).isEmpty();
    }

    @Test
    void aJobThatIsNotConfirmedIsNotPromised() {
        gateway.jobs.away = true;

        assertThat(redrive("{\"reason\":\"a\"}").status()).isEqualTo(503);
    }

    @Test
    void aTenantCannotPileUpJobs() {
        for (int i = 0; i < 100; i++) {
            redrive("{\"reason\":\"a\"}");
        }
        Reply refused = redrive("{\"reason\":\"a\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("quota_exceeded");
    }

    private Reply redrive(String body) {
        return gateway.request("POST", "/v1/dlq:redrive", body);
    }

    private void mark(int offset) {
        BitSet bits = new BitSet();
        bits.set(offset);
        gateway.jobs.table.put(RedrivenChunk.of(0, 0, bits));
    }

    private static JobProgress progress(String id, int partition, JobProgress.State state, long done) {
        return new JobProgress(id, partition, state, 9, 9, 3, done, 1, Optional.empty(), TestGateway.NOW);
    }
}
