package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.dispatcher.order.Change;
import io.fanwire.dispatcher.order.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** The jobs of one partition number's ordered lanes that are in the hands of the event loop. Owned by the worker thread. */
final class LaneRuns {
    private final int number;
    private final int epoch;
    private final WorkerParts parts;
    private final Assignment assignment;
    private final Map<Spot, Source> running = new HashMap<>();
    private final Set<Spot> beside = new HashSet<>();
    private final List<Job> untouched = new ArrayList<>();

    LaneRuns(int number, int epoch, WorkerParts parts, Assignment assignment) {
        this.number = number;
        this.epoch = epoch;
        this.parts = parts;
        this.assignment = assignment;
    }

    boolean none() {
        return running.isEmpty();
    }

    boolean runs(Source source) {
        return source.equals(running.get(spot(source)));
    }

    /** Attempts in flight whose record is done already, since a copy of it is held. */
    int beside() {
        return beside.size();
    }

    boolean beside(Source source) {
        return runs(source) && beside.contains(spot(source));
    }

    /** The record at that spot is done; if it is being attempted, its attempt is beside it from now on. */
    void done(Spot spot) {
        if (running.containsKey(spot)) {
            beside.add(spot);
        }
    }

    void start(Change change) {
        List<Job> jobs = new ArrayList<>();
        for (Change.Start start : change.starts()) {
            if (start instanceof Change.Attempt attempt) {
                source(attempt.spot()).ifPresent(source -> {
                    running.put(attempt.spot(), source);
                    if (isHeld(attempt.spot())) {
                        beside.add(attempt.spot());
                    }
                    jobs.add(new Job(source, attempt.delivery()));
                });
            } else if (start instanceof Change.Fetch fetch) {
                parts.ordering().reading().fetch(number, fetch.spot().offset());
            }
        }
        give(jobs);
    }

    void end(Spot spot) {
        running.remove(spot);
        beside.remove(spot);
    }

    /** A job that came back untouched, since the lease had run out. */
    void returned(Job job) {
        untouched.add(job);
    }

    Stream<Job> untouched() {
        return untouched.stream();
    }

    /** Gives the lanes again what came back untouched. */
    void goOn() {
        if (!untouched.isEmpty() && parts.lease().valid()) {
            give(List.copyOf(untouched));
            untouched.clear();
        }
    }

    /** Nobody waits for what came back untouched. */
    void drain() {
        untouched.forEach(job -> beside.remove(spot(job.source())));
    }

    Optional<Source> source(Spot spot) {
        TopicPartition partition = new TopicPartition(spot.topic(), number);
        if (isHeld(spot)) {
            return Optional.of(new Source(partition, epoch, spot.offset()));
        }
        return assignment.progress(partition).map(progress -> new Source(partition, progress.epoch(), spot.offset()));
    }

    static Spot spot(Source source) {
        return new Spot(source.partition().topic(), source.offset());
    }

    private boolean isHeld(Spot spot) {
        return spot.topic().equals(parts.topics().held());
    }

    private void give(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            jobs.forEach(job -> FaultHook.work(job.delivery()));
            parts.loop().execute(() -> parts.lanes().accept(jobs));
        }
    }
}
