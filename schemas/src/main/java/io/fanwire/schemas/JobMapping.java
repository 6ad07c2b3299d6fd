package io.fanwire.schemas;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link JobRecord} to and from its Avro class. */
final class JobMapping {
    private JobMapping() {}

    static io.fanwire.avro.JobRecord toAvro(JobRecord record) {
        return new io.fanwire.avro.JobRecord(
                record.<Object>fold(JobMapping::request, JobMapping::progress, JobMapping::redriven));
    }

    private static io.fanwire.avro.JobRequest request(JobRequest request) {
        JobRequest.Selector selector = request.selector();
        return new io.fanwire.avro.JobRequest(
                request.id(),
                request.tenant(),
                request.kind().text(),
                request.partitions(),
                selector.subscription().orElse(null),
                selector.reason().orElse(null),
                selector.since().map(Instant::toEpochMilli).orElse(null),
                selector.until().map(Instant::toEpochMilli).orElse(null),
                selector.key().orElse(null),
                request.rateLimit().map(Subscription.RateLimit::count).orElse(null),
                request.rateLimit().map(limit -> limit.per().toMillis()).orElse(null),
                request.createdAt().toEpochMilli(),
                request.cancelled());
    }

    private static io.fanwire.avro.JobProgress progress(JobProgress progress) {
        return new io.fanwire.avro.JobProgress(
                progress.jobId(),
                progress.partition(),
                progress.state().text(),
                progress.end(),
                progress.position(),
                progress.matched(),
                progress.done(),
                progress.skipped(),
                progress.error().orElse(null),
                progress.updatedAt().toEpochMilli());
    }

    private static io.fanwire.avro.RedrivenChunk redriven(RedrivenChunk chunk) {
        return new io.fanwire.avro.RedrivenChunk(
                chunk.partition(),
                chunk.chunk(),
                ByteBuffer.wrap(chunk.offsets().bytes()));
    }

    static JobRecord fromAvro(io.fanwire.avro.JobRecord avro) {
        Object content = avro.getContent();
        if (content instanceof io.fanwire.avro.JobRequest request) {
            return request(request);
        }
        if (content instanceof io.fanwire.avro.JobProgress progress) {
            return progress(progress);
        }
        if (content instanceof io.fanwire.avro.RedrivenChunk chunk) {
            return redriven(chunk);
        }
        throw new UnreadableRecordException("a record of no known kind");
    }

    private static JobRequest request(io.fanwire.avro.JobRequest avro) {
        Optional<Subscription.RateLimit> rate = Optional.ofNullable(avro.getRateCount())
                .flatMap(count -> Optional.ofNullable(avro.getRatePer()).map(per -> rate(count, per)));
        return new JobRequest(
                avro.getId(),
                avro.getTenant(),
                JobRequest.Kind.parse(avro.getKind()),
                avro.getPartitions(),
                new JobRequest.Selector(
                        Optional.ofNullable(avro.getSubscription()),
                        Optional.ofNullable(avro.getReason()),
                        Optional.ofNullable(avro.getSince()).map(Instant::ofEpochMilli),
                        Optional.ofNullable(avro.getUntil()).map(Instant::ofEpochMilli),
                        Optional.ofNullable(avro.getKey())),
                rate,
                Instant.ofEpochMilli(avro.getCreatedAt()),
                avro.getCancelled());
    }

    private static Subscription.RateLimit rate(int count, long millis) {
        if (count < 1 || millis < 1) {
            throw new UnreadableRecordException("a rate limit of " + count + " in " + millis + " ms");
        }
        return new Subscription.RateLimit(count, Duration.ofMillis(millis));
    }

    private static JobProgress progress(io.fanwire.avro.JobProgress avro) {
        return new JobProgress(
                avro.getJobId(),
                avro.getPartition(),
                JobProgress.State.parse(avro.getState()),
                avro.getEnd(),
                avro.getPosition(),
                avro.getMatched(),
                avro.getDone(),
                avro.getSkipped(),
                Optional.ofNullable(avro.getError()),
                Instant.ofEpochMilli(avro.getUpdatedAt()));
    }

    private static RedrivenChunk redriven(io.fanwire.avro.RedrivenChunk avro) {
        Payload offsets = Payload.copyOf(avro.getOffsets());
        if (avro.getChunk() < 0 || offsets.size() > RedrivenChunk.SIZE / 8) {
            throw new UnreadableRecordException("chunk " + avro.getChunk() + " of " + offsets.size() + " bytes");
        }
        return new RedrivenChunk(avro.getPartition(), avro.getChunk(), offsets);
    }
}
