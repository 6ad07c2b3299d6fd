package io.fanwire.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the topic {@code jobs} says, in memory: a bit for each dead letter, and all jobs of the last week. One thread writes; any thread
 * may read, as every process has one copy for all its workers.
 */
public final class JobTable {
    private final ConcurrentNavigableMap<String, JobRequest> requests = new ConcurrentSkipListMap<>();
    private final Map<String, Map<Integer, JobProgress>> progress = new ConcurrentHashMap<>();
    private final Map<Integer, NavigableMap<Long, RedrivenChunk>> redriven = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** Raised by every change: while it is the same, nothing new can be found. */
    public long changes() {
        return changes.get();
    }

    public void put(JobRecord record) {
        record.fold(
                request -> Optional.ofNullable(requests.put(request.id(), request)),
                part -> Optional.ofNullable(progress.computeIfAbsent(part.jobId(), id -> new ConcurrentHashMap<>())
                        .put(part.partition(), part)),
                chunk -> Optional.ofNullable(
                        redriven.computeIfAbsent(chunk.partition(), partition -> new ConcurrentSkipListMap<>())
                                .put(chunk.chunk(), chunk)));
        changes.incrementAndGet();
    }

    /** A tombstone; a key that is none of ours removes nothing. */
    public void remove(String key) {
        String[] parts = key.split("/", -1);
        if (key.startsWith(RedrivenChunk.PREFIX) && parts.length == 3) {
            redriven.values().forEach(chunks -> chunks.values()
                    .removeIf(chunk -> chunk.key().equals(key)));
        } else if (parts.length == 2) {
            progress.computeIfPresent(parts[0], (id, known) -> {
                known.values().removeIf(part -> part.key().equals(key));
                return known.isEmpty() ? null : known;
            });
        } else {
            requests.remove(key);
        }
        changes.incrementAndGet();
    }

    public Optional<Job> find(String id) {
        return Optional.ofNullable(requests.get(id)).map(this::job);
    }

    /** Jobs of a tenant, newest first, from those made before one. */
    public List<Job> page(String tenant, Optional<String> before, int limit) {
        return before.map(id -> requests.headMap(id, false)).orElse(requests).descendingMap().values().stream()
                .filter(request -> request.tenant().equals(tenant))
                .limit(limit)
                .map(this::job)
                .toList();
    }

    /** All jobs, oldest first. */
    public List<Job> all() {
        return requests.values().stream().map(this::job).toList();
    }

    /** What a partition's owner has written about a job. */
    public Optional<JobProgress> progress(String id, int partition) {
        return Optional.ofNullable(progress.getOrDefault(id, Map.of()).get(partition));
    }

    /** Requests that concern a partition, oldest first. */
    public List<JobRequest> requests(int partition) {
        return requests.values().stream()
                .filter(request -> request.partitions().contains(partition))
                .toList();
    }

    public boolean redriven(int partition, long offset) {
        RedrivenChunk chunk = chunks(partition).get(RedrivenChunk.of(offset));
        return chunk != null && chunk.contains(offset);
    }

    /** What is known about the dead letters of a partition. */
    public NavigableMap<Long, RedrivenChunk> chunks(int partition) {
        return redriven.getOrDefault(partition, new ConcurrentSkipListMap<>());
    }

    private Job job(JobRequest request) {
        return new Job(
                request,
                new ArrayList<>(progress.getOrDefault(request.id(), Map.of()).values()));
    }
}
