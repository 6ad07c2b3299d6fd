package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Job.Status;
import io.fanwire.schemas.JobProgress.State;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobTableTest {
    private final JobTable table = new JobTable();

    @Test
    void aJobEndsWhenItsLastPartitionEnds() {
        table.put(request("job_1", "acme"));
        assertThat(job().status()).isEqualTo(Status.RUNNING);
        assertThat(job().working()).isEqualTo(2);

        table.put(progress("job_1", 0, State.DONE, 3));
        table.put(progress("job_1", 1, State.RUNNING, 1));
        assertThat(job().status()).isEqualTo(Status.RUNNING);
        assertThat(job().working()).isEqualTo(1);
        assertThat(job().finishedAt()).isEmpty();

        table.put(progress("job_1", 1, State.DONE, 4));
        assertThat(job().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(job().done()).isEqualTo(7);
        assertThat(job().finishedAt()).contains(Records.NOW.plusSeconds(1));
    }

    @Test
    void aCancelledJobIsCancelledUnlessAllOfItWasDoneBefore() {
        table.put(request("job_1", "acme").cancel());
        table.put(progress("job_1", 0, State.DONE, 3));
        assertThat(job().status()).isEqualTo(Status.CANCELLED);

        table.put(progress("job_1", 1, State.DONE, 1));
        assertThat(job().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void oneFailedPartitionFailsTheJob() {
        table.put(request("job_1", "acme"));
        table.put(JobProgress.ended("job_1", 0, 0, Optional.of("no such lane"), Records.NOW));

        assertThat(job().status()).isEqualTo(Status.FAILED);
        assertThat(job().error()).contains("no such lane");
    }

    @Test
    void aTenantSeesItsOwnJobsNewestFirst() {
        List.of("job_1", "job_2", "job_4").forEach(id -> table.put(request(id, "acme")));
        table.put(request("job_3", "other"));

        assertThat(ids(table.page("acme", Optional.empty(), 2))).containsExactly("job_4", "job_2");
        assertThat(ids(table.page("acme", Optional.of("job_2"), 2))).containsExactly("job_1");
        assertThat(table.requests(1)).hasSize(4);
        assertThat(table.requests(2)).isEmpty();
    }

    @Test
    void everyDeadLetterHasItsOwnMark() {
        BitSet bits = new BitSet();
        bits.set(1);
        bits.set(65_535);
        table.put(RedrivenChunk.of(2, 1, bits));

        assertThat(table.redriven(2, 65_537)).isTrue();
        assertThat(table.redriven(2, 131_071)).isTrue();
        assertThat(table.redriven(2, 65_536)).isFalse();
        assertThat(table.redriven(2, 1)).isFalse();
        assertThat(table.redriven(3, 65_537)).isFalse();
    }

    @Test
    void aTombstoneTakesExactlyItsRecordAway() {
        table.put(request("job_1", "acme"));
        table.put(progress("job_1", 0, State.DONE, 3));
        table.put(progress("job_1", 1, State.DONE, 3));
        table.put(RedrivenChunk.of(0, 7, BitSet.valueOf(new long[] {1})));
        long before = table.changes();

        table.remove("job_1/1");
        table.remove("redriven/0/7");
        assertThat(table.progress("job_1", 0)).isPresent();
        assertThat(table.progress("job_1", 1)).isEmpty();
        assertThat(table.chunks(0)).isEmpty();

        table.remove("job_1");
        assertThat(table.find("job_1")).isEmpty();
        assertThat(table.changes()).isEqualTo(before + 3);
    }

    private Job job() {
        return table.find("job_1").orElseThrow();
    }

    private static List<String> ids(List<Job> jobs) {
        return jobs.stream().map(job -> job.request().id()).toList();
    }

    private static JobRequest request(String id, String tenant) {
        return new JobRequest(
                id,
                tenant,
                JobRequest.Kind.REDRIVE,
                List.of(0, 1),
                JobRequest.Selector.EVERYTHING,
                Optional.empty(),
                Records.NOW,
                false);
    }

    private static JobProgress progress(String id, int partition, State state, long done) {
        Instant at = Records.NOW.plusSeconds(partition);
        return new JobProgress(id, partition, state, 9, 9, done, done, 0, Optional.empty(), at);
    }
}
